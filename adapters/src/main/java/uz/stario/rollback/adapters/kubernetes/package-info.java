/**
 * Deployments of a Kubernetes namespace behind the {@link uz.stario.rollback.port.Workloads} port.
 * Objects stay raw JSON; the one dangerous request is built in {@code UndoPatch}.
 */
@NullMarked
package uz.stario.rollback.adapters.kubernetes;

import org.jspecify.annotations.NullMarked;
