/** The ways Kubernetes lets a client describe a change. */
@NullMarked
package uz.stario.rollback.sandbox.patch;

import org.jspecify.annotations.NullMarked;
