package uz.stario.rollback.release;

import java.time.Instant;
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

  /**
   * For each workload what it ran in a release set.
   *
   * @param name the release's that a person asked for
   * @param parts a workload that is missing is none of the set
   */
  record Released(String name, Map<WorkloadRef, Part> parts) implements RevisionChoice {
    public Released {
      parts = Map.copyOf(parts);
    }

    /**
     * What a workload ran then.
     *
     * @param version the last release of its service by then; not always the one asked for
     */
    public record Part(String version, Instant at, ReleasedService service) {

      boolean isRunBy(Revision revision) {
        return service.isRunByOneOf(revision.template(), version);
      }

      /** The images, or the version where none were recorded. */
      String words() {
        return service.images().isEmpty() ? version : String.join(", ", service.images());
      }
    }
  }
}
