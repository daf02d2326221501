/** Scheduler and kubelet: what gives pods a life. */
@NullMarked
package uz.stario.rollback.sandbox.pods;

import org.jspecify.annotations.NullMarked;
