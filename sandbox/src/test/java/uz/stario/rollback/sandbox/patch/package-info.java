@NullMarked
package uz.stario.rollback.sandbox.patch;

import org.jspecify.annotations.NullMarked;
