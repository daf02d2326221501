/** Switches of features, from the environment and from Redis. */
@NullMarked
package uz.stario.platform.flags;

import org.jspecify.annotations.NullMarked;
