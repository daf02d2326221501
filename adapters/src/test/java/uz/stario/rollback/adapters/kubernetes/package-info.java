@NullMarked
package uz.stario.rollback.adapters.kubernetes;

import org.jspecify.annotations.NullMarked;
