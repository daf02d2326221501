@NullMarked
package uz.stario.rollback.sandbox.shell;

import org.jspecify.annotations.NullMarked;
