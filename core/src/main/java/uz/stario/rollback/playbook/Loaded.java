package uz.stario.rollback.playbook;

import java.util.List;

/** What came of loading a playbook: the playbook, or every mistake in the file at once. */
public sealed interface Loaded {

  record Good(Playbook playbook) implements Loaded {}

  /** Mistakes in the order of the file; never empty. */
  record Bad(List<Mistake> mistakes) implements Loaded {
    public Bad {
      mistakes = List.copyOf(mistakes);
    }
  }
}
