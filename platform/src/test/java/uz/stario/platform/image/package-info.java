@NullMarked
package uz.stario.platform.image;

import org.jspecify.annotations.NullMarked;
