@NullMarked
package uz.stario.platform.face;

import org.jspecify.annotations.NullMarked;
