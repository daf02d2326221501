/** Posters: an artist's name and a fan's words, laid out and drawn. */
@NullMarked
package uz.stario.platform.poster;

import org.jspecify.annotations.NullMarked;
