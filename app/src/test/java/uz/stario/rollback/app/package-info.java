/** The program as people meet it: command lines against the sandbox. */
@NullMarked
package uz.stario.rollback.app;

import org.jspecify.annotations.NullMarked;
