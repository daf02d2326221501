@NullMarked
package uz.stario.platform.gateway;

import org.jspecify.annotations.NullMarked;
