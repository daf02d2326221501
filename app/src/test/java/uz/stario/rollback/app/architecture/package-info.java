/** Rules that hold for the whole program. */
@NullMarked
package uz.stario.rollback.app.architecture;

import org.jspecify.annotations.NullMarked;
