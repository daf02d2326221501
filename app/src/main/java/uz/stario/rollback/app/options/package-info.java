/** Options that several commands share, and what they resolve to. */
@NullMarked
package uz.stario.rollback.app.options;

import org.jspecify.annotations.NullMarked;
