package uz.stario.rollback.adapters.slack;

import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.adapters.slack.Delivery.Place;
import uz.stario.rollback.run.RunId;

/** What is known of the threads of runs, over the end of the process. Thread-safe. */
interface Threads {

  /**
   * One run's thread.
   *
   * @param channel the one it is in, as the playbook names it
   * @param root where its first message stands; empty while that is not known
   * @param said the digests of the replies that stand in it
   */
  record Known(String channel, Optional<Place> root, Set<String> said) {
    public Known {
      said = Set.copyOf(said);
    }
  }

  /** Empty for a run of which nothing was ever tried to be posted. */
  Optional<Known> find(RunId run);

  /** What can't be written is known to this process only. */
  void keep(RunId run, Known known);

  /** The run's first message was refused for certain. */
  void forget(RunId run);
}
