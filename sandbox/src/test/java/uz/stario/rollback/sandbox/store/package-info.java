@NullMarked
package uz.stario.rollback.sandbox.store;

import org.jspecify.annotations.NullMarked;
