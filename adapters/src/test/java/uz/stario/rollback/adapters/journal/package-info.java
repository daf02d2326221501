@NullMarked
package uz.stario.rollback.adapters.journal;

import org.jspecify.annotations.NullMarked;
