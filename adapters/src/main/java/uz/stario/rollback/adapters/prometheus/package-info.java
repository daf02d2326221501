/** Metrics asked of Prometheus, and of the services themselves. */
@NullMarked
package uz.stario.rollback.adapters.prometheus;

import org.jspecify.annotations.NullMarked;
