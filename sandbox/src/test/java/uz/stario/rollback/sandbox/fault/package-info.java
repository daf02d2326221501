@NullMarked
package uz.stario.rollback.sandbox.fault;

import org.jspecify.annotations.NullMarked;
