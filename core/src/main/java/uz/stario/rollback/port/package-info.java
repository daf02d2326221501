@NullMarked
package uz.stario.rollback.port;

import org.jspecify.annotations.NullMarked;
