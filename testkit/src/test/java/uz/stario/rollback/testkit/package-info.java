@NullMarked
package uz.stario.rollback.testkit;

import org.jspecify.annotations.NullMarked;
