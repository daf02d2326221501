/** {@code stario approve}: a second person lets a run begin. */
@NullMarked
package uz.stario.rollback.app.cli.approve;

import org.jspecify.annotations.NullMarked;
