/** Benchmarks: what the program promises, measured beside what a user would otherwise type. */
@NullMarked
package uz.stario.rollback.bench;

import org.jspecify.annotations.NullMarked;
