/** Redis as a store that a plan changes. */
@NullMarked
package uz.stario.rollback.adapters.redis;

import org.jspecify.annotations.NullMarked;
