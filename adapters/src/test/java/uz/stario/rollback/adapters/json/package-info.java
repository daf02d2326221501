@NullMarked
package uz.stario.rollback.adapters.json;

import org.jspecify.annotations.NullMarked;
