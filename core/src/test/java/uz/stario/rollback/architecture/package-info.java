/** Rules that hold for the whole of core. */
@NullMarked
package uz.stario.rollback.architecture;

import org.jspecify.annotations.NullMarked;
