@NullMarked
package uz.stario.rollback.adapters.secret;

import org.jspecify.annotations.NullMarked;
