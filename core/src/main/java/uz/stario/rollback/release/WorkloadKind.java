package uz.stario.rollback.release;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of workload that can be taken back, with the spellings that kubectl takes. */
public enum WorkloadKind {
  DEPLOYMENT("deployment", Set.of("deployment", "deployments", "deploy"));

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

  /**
   * The kind that a person's spelling names, if it is one; with its group too, as kubectl prints.
   */
  public static Optional<WorkloadKind> of(String spelling) {
    String word = spelling.toLowerCase(Locale.ROOT);
    String bare = word.endsWith(".apps") ? word.substring(0, word.length() - 5) : word;
    for (WorkloadKind kind : values()) {
      if (kind.spellings.contains(bare)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
