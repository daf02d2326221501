package uz.stario.rollback.release;

import java.util.Optional;
import java.util.Set;

/** The kinds of workload that can be taken back, with the spellings that kubectl takes. */
public enum WorkloadKind {
  DEPLOYMENT("deployment", Set.of("deployment", "deployments", "deploy", "deployments.apps"));

  private final String noun;

  // Set.of, which nobody can change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> spellings;

  WorkloadKind(String noun, Set<String> spellings) {
    this.noun = noun;
    this.spellings = spellings;
  }

  public String noun() {
    return noun;
  }

  /** The kind that a person's spelling names, if it is one. */
  public static Optional<WorkloadKind> of(String spelling) {
    for (WorkloadKind kind : values()) {
      if (kind.spellings.contains(spelling)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
