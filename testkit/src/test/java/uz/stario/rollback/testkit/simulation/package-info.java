@NullMarked
package uz.stario.rollback.testkit.simulation;

import org.jspecify.annotations.NullMarked;
