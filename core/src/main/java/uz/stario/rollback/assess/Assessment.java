package uz.stario.rollback.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Symptoms with their evidence, and what follows from them.
 *
 * @param symptoms every row that was looked at, in the order of the matrix
 */
public record Assessment(List<Symptom> symptoms) {
  public Assessment {
    symptoms = List.copyOf(symptoms);
  }

  /** What to do, the most urgent first. */
  public enum Decision {
    ROLL_BACK_NOW("roll back now"),
    ROLL_BACK_SOON("roll back within 15 min"),
    INSUFFICIENT_EVIDENCE("insufficient evidence"),
    NO_ROLLBACK("no rollback");

    private final String words;

    Decision(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    public boolean isRollback() {
      return this == ROLL_BACK_NOW || this == ROLL_BACK_SOON;
    }
  }

  /** The most urgent symptom that is there. */
  public Optional<Symptom> worst() {
    return symptoms.stream()
        .filter(symptom -> symptom.state() == Symptom.State.THERE)
        .min(Comparator.comparing(Symptom::decision));
  }

  /** The decision of the worst symptom; with none, an unknown one keeps it open. */
  public Decision decision() {
    boolean open = symptoms.stream().anyMatch(s -> s.state() == Symptom.State.UNKNOWN);
    return worst()
        .map(Symptom::decision)
        .orElse(open || symptoms.isEmpty() ? Decision.INSUFFICIENT_EVIDENCE : Decision.NO_ROLLBACK);
  }
}
