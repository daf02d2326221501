@NullMarked
package uz.stario.rollback.adapters.postgres;

import org.jspecify.annotations.NullMarked;
