/** stario undo. */
@NullMarked
package uz.stario.rollback.app.cli.undo;

import org.jspecify.annotations.NullMarked;
