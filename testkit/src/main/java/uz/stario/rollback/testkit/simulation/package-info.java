/** The real engine and planner in a world that goes wrong at random, under one seed. */
@NullMarked
package uz.stario.rollback.testkit.simulation;

import org.jspecify.annotations.NullMarked;
