/** What went wrong, said the same way everywhere: what, why, what changed, what next. */
@NullMarked
package uz.stario.rollback.problem;

import org.jspecify.annotations.NullMarked;
