package uz.stario.rollback.adapters.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.Observation;

/**
 * One subscription to a rollout: puts together what is known and tells when it changes.
 *
 * <p>Everything happens under its own lock, so that it tells one thing at a time and nothing once
 * {@link #close} has returned.
 */
final class Rollout implements Subscription {

  /** What the watches know, and who wants to hear that this one has ended. */
  interface Sight {
    Optional<JsonNode> deployment(String name);

    /** Whether it is known not to be there. */
    boolean isGone(String name);

    Collection<PodView> pods(String deployment);

    Optional<Kept> kept(WorkloadRef ref);

    /** Why nothing can be seen; empty where it can. */
    Optional<Observation> blind();

    void ended(Rollout rollout);
  }

  private final WorkloadRef ref;
  private final Mark mark;
  private final Consumer<Observation> told;
  private final Sight sight;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Observation last;
  private @Nullable PodTrouble lastTrouble;
  private boolean closed;

  Rollout(WorkloadRef ref, Mark mark, Consumer<Observation> told, Sight sight) {
    this.ref = ref;
    this.mark = mark;
    this.told = told;
    this.sight = sight;
  }

  WorkloadRef ref() {
    return ref;
  }

  /** Looks at what is known now. */
  void look() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Optional<JsonNode> deployment = sight.deployment(ref.name());
      if (deployment.isPresent()) {
        tell(RolloutRules.look(deployment.get(), mark));
      } else if (sight.isGone(ref.name())) {
        tell(new Observation.Lost("the deployment was deleted"));
      } else {
        sight.blind().ifPresent(this::tellOnce);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(Observation seen) {
    switch (seen) {
      case Observation.Complete complete -> end(complete);
      case Observation.Lost lost -> end(lost);
      case Observation.Trouble trouble -> tellOnce(trouble);
      case Observation.Progress progress -> {
        Optional<PodTrouble> trouble = trouble();
        if (trouble.isEmpty()) {
          lastTrouble = null;
          tellOnce(sight.blind().orElseGet(() -> waitingFor(progress)));
        } else if (!(last instanceof Observation.Trouble)
            || lastTrouble == null
            || !lastTrouble.sameAs(trouble.get())) {
          lastTrouble = trouble.get();
          tellOnce(new Observation.Trouble(trouble.get().text()));
        }
      }
    }
  }

  private void tellOnce(Observation seen) {
    if (!seen.equals(last)) {
      last = seen;
      told.accept(seen);
    }
  }

  private void end(Observation seen) {
    closed = true;
    sight.ended(this);
    told.accept(seen);
  }

  /** Of the pods of the new ReplicaSet, the first by name that is in trouble, for steady words. */
  private Optional<PodTrouble> trouble() {
    return news(pod -> pod.trouble().isPresent())
        .flatMap(pod -> pod.trouble().stream())
        .min(Comparator.comparing(PodTrouble::pod));
  }

  /** With the name of a pod that runs and does not serve: where a person looks if it stays so. */
  private Observation waitingFor(Observation.Progress progress) {
    return news(PodView::waiting)
        .map(pod -> pod.state().name())
        .min(Comparator.naturalOrder())
        .map(pod -> new Observation.Progress(progress.detail() + "; pod " + pod + " is not ready"))
        .orElse(progress);
  }

  private Stream<PodView> news(Predicate<PodView> which) {
    Optional<Kept> kept = sight.kept(ref);
    return sight.pods(ref.name()).stream().filter(which).filter(pod -> isNew(pod, kept));
  }

  /** A ReplicaSet that was not there when we read is the one our change has brought about. */
  private boolean isNew(PodView pod, Optional<Kept> kept) {
    if (!mark.replicaSet().isEmpty()) {
      return pod.replicaSet().equals(mark.replicaSet());
    }
    return kept.flatMap(k -> k.replicaSet(pod.replicaSet()))
        .map(set -> set.fingerprint().equals(mark.template()))
        .orElse(kept.isPresent());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    sight.ended(this);
  }
}
