@NullMarked
package uz.stario.platform.video;

import org.jspecify.annotations.NullMarked;
