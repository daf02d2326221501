@NullMarked
package uz.stario.platform.version;

import org.jspecify.annotations.NullMarked;
