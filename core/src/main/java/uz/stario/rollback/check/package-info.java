/** Carries checks out: each kind by its port, several at once within bounds. */
@NullMarked
package uz.stario.rollback.check;

import org.jspecify.annotations.NullMarked;
