/** Versions, revisions of workloads, verdicts, and which revision a rollback goes to. */
@NullMarked
package uz.stario.rollback.release;

import org.jspecify.annotations.NullMarked;
