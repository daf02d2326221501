@NullMarked
package uz.stario.rollback.sandbox;

import org.jspecify.annotations.NullMarked;
