/** Tests against a real Redis. */
@NullMarked
package uz.stario.rollback.adapters.redis;

import org.jspecify.annotations.NullMarked;
