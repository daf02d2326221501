@NullMarked
package uz.stario.rollback.sandbox.api;

import org.jspecify.annotations.NullMarked;
