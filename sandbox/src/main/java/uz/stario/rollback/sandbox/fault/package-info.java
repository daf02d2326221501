/** Faults on demand: what goes wrong in the sandbox, when, and how often. */
@NullMarked
package uz.stario.rollback.sandbox.fault;

import org.jspecify.annotations.NullMarked;
