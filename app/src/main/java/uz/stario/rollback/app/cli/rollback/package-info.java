/** stario rollback. */
@NullMarked
package uz.stario.rollback.app.cli.rollback;

import org.jspecify.annotations.NullMarked;
