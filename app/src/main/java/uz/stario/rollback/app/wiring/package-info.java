/** Where adapters are put behind the ports, by hand and lazily. */
@NullMarked
package uz.stario.rollback.app.wiring;

import org.jspecify.annotations.NullMarked;
