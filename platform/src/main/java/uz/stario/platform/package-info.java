/** A small working Stario: one program, a subcommand per service. */
@NullMarked
package uz.stario.platform;

import org.jspecify.annotations.NullMarked;
