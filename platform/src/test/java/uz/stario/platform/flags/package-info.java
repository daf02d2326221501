@NullMarked
package uz.stario.platform.flags;

import org.jspecify.annotations.NullMarked;
