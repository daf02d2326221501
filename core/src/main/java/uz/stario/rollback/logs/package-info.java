/** What lines of logs have in common, told in a bounded space. */
@NullMarked
package uz.stario.rollback.logs;

import org.jspecify.annotations.NullMarked;
