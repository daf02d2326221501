/** Whether the record of runs is still what was written: a chain of checksums over every event. */
@NullMarked
package uz.stario.rollback.audit;

import org.jspecify.annotations.NullMarked;
