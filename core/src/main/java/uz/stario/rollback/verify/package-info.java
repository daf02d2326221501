/** Checks and their three-valued results. */
@NullMarked
package uz.stario.rollback.verify;

import org.jspecify.annotations.NullMarked;
