/** The objects of the cluster: a versioned store with watches. */
@NullMarked
package uz.stario.rollback.sandbox.store;

import org.jspecify.annotations.NullMarked;
