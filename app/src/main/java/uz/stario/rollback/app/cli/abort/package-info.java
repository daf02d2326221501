/** {@code stario abort}: a run is ended where it stands. */
@NullMarked
package uz.stario.rollback.app.cli.abort;

import org.jspecify.annotations.NullMarked;
