/** Videos: asked for at once, made by workers that take jobs from a queue in Redis. */
@NullMarked
package uz.stario.platform.video;

import org.jspecify.annotations.NullMarked;
