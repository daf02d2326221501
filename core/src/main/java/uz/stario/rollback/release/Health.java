package uz.stario.rollback.release;

import java.util.Locale;
import java.util.Optional;

/** What was learned of a revision or release. */
public enum Health {
  HEALTHY,
  BAD,
  VULNERABLE,
  UNKNOWN;

  /** Whether no automatic way back may go there. */
  public boolean forbidsReturn() {
    return this == BAD || this == VULNERABLE;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Health> of(String word) {
    for (Health health : values()) {
      if (health.word().equals(word)) {
        return Optional.of(health);
      }
    }
    return Optional.empty();
  }
}
