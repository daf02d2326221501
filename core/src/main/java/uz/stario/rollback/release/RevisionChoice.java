package uz.stario.rollback.release;

import java.util.Map;

/** Which revision a person asked for. */
public sealed interface RevisionChoice {

  /** The previous version that is not recorded bad or vulnerable. */
  record Previous() implements RevisionChoice {}

  record Number(long number) implements RevisionChoice {}

  /** By image tag or digest. */
  record Version(String version) implements RevisionChoice {}

  /**
   * For each workload the one of that {@link Revision#id()}, for numbers move.
   *
   * @param reason why these, for people
   */
  record Each(Map<WorkloadRef, String> ids, String reason) implements RevisionChoice {
    public Each {
      ids = Map.copyOf(ids);
    }
  }
}
