/** Pictures that strangers send: what is taken, and why the rest is not. */
@NullMarked
package uz.stario.platform.image;

import org.jspecify.annotations.NullMarked;
