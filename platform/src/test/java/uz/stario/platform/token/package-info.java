@NullMarked
package uz.stario.platform.token;

import org.jspecify.annotations.NullMarked;
