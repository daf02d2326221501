@NullMarked
package uz.stario.rollback.adapters.registry;

import org.jspecify.annotations.NullMarked;
