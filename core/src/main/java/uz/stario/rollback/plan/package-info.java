/** From a request and the observed state to an immutable plan. */
@NullMarked
package uz.stario.rollback.plan;

import org.jspecify.annotations.NullMarked;
