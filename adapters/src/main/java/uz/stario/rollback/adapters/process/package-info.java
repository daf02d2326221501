/** The processes of this machine. */
@NullMarked
package uz.stario.rollback.adapters.process;

import org.jspecify.annotations.NullMarked;
