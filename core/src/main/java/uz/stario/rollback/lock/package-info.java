/** Who holds which targets of an environment: pure, and the same wherever it is kept. */
@NullMarked
package uz.stario.rollback.lock;

import org.jspecify.annotations.NullMarked;
