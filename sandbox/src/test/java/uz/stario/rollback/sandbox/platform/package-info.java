@NullMarked
package uz.stario.rollback.sandbox.platform;

import org.jspecify.annotations.NullMarked;
