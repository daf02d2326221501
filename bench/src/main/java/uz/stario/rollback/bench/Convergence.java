package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether every Deployment that was patched has converged, by the rules of {@code kubectl rollout
 * status}. Thread-safe: patches and the watch tell it what they see in any order.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go">
 *     kubectl's rollout_status.go</a>
 */
final class Convergence {

  private final Set<String> pending;
  private final Map<String, Long> patched = new HashMap<>();
  private final Map<String, JsonNode> latest = new HashMap<>();
  private @Nullable String failure;

  Convergence(Collection<String> names) {
    pending = new TreeSet<>(names);
  }

  /** A patch was answered: what counts is the state of this generation or a later one. */
  synchronized void patched(String name, long generation) {
    patched.put(name, generation);
    look(name);
  }

  synchronized void seen(JsonNode deployment) {
    String name = deployment.path("metadata").path("name").asString("");
    if (pending.contains(name)) {
      latest.put(name, deployment);
      look(name);
    }
  }

  /** It can't be told any more, or will not happen. */
  synchronized void fail(String why) {
    if (failure == null && !pending.isEmpty()) {
      failure = why;
      notifyAll();
    }
  }

  synchronized void await(Duration limit) throws BenchFailure {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!pending.isEmpty() && failure == null) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw BenchFailure.failed(
              pending.size()
                  + " Deployments had not converged after "
                  + limit.toSeconds()
                  + " s: "
                  + pending);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
    if (failure != null) {
      throw BenchFailure.failed(failure);
    }
  }

  private void look(String name) {
    Long generation = patched.get(name);
    JsonNode deployment = latest.get(name);
    if (generation != null && deployment != null && isComplete(deployment, generation)) {
      pending.remove(name);
      if (pending.isEmpty()) {
        notifyAll();
      }
    }
  }

  static boolean isComplete(JsonNode deployment, long generation) {
    JsonNode status = deployment.path("status");
    long own = deployment.path("metadata").path("generation").asLong(0);
    long wanted = deployment.path("spec").path("replicas").asLong(1);
    long updated = status.path("updatedReplicas").asLong(0);
    return own >= generation
        && status.path("observedGeneration").asLong(0) >= own
        && updated >= wanted
        && status.path("replicas").asLong(0) <= updated
        && status.path("availableReplicas").asLong(0) >= updated;
  }
}
