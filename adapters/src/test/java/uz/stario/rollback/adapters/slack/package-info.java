@NullMarked
package uz.stario.rollback.adapters.slack;

import org.jspecify.annotations.NullMarked;
