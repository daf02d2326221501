/** {@code stario verify}: whether services are well. */
@NullMarked
package uz.stario.rollback.app.cli.verify;

import org.jspecify.annotations.NullMarked;
