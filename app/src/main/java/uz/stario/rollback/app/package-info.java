@NullMarked
package uz.stario.rollback.app;

import org.jspecify.annotations.NullMarked;
