@NullMarked
package uz.stario.rollback.adapters;

import org.jspecify.annotations.NullMarked;
