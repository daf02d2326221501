@NullMarked
package uz.stario.rollback.bench;

import org.jspecify.annotations.NullMarked;
