/** The few commands that can be run in a container of the sandbox. */
@NullMarked
package uz.stario.rollback.sandbox.shell;

import org.jspecify.annotations.NullMarked;
