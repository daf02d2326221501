/** The clock the whole sandbox runs on, real or stepped by a test. */
@NullMarked
package uz.stario.rollback.sandbox.time;

import org.jspecify.annotations.NullMarked;
