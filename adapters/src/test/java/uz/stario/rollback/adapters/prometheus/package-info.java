@NullMarked
package uz.stario.rollback.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
