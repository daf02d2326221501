/** Numbers that Prometheus and the services themselves tell, and what is computed from them. */
@NullMarked
package uz.stario.rollback.metrics;

import org.jspecify.annotations.NullMarked;
