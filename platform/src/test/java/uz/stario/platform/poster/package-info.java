@NullMarked
package uz.stario.platform.poster;

import org.jspecify.annotations.NullMarked;
