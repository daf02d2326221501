@NullMarked
package uz.stario.platform.traffic;

import org.jspecify.annotations.NullMarked;
