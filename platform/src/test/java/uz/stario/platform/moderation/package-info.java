@NullMarked
package uz.stario.platform.moderation;

import org.jspecify.annotations.NullMarked;
