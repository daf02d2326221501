/** stario history. */
@NullMarked
package uz.stario.rollback.app.cli.history;

import org.jspecify.annotations.NullMarked;
