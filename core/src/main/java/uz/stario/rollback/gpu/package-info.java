/** What pods ask of GPUs, and what the nodes have on which they run. Pure values. */
@NullMarked
package uz.stario.rollback.gpu;

import org.jspecify.annotations.NullMarked;
