@NullMarked
package uz.stario.rollback.sandbox.pods;

import org.jspecify.annotations.NullMarked;
