package uz.stario.rollback.playbook;

/** What becomes of other services where one cannot be rolled back. */
public enum FailurePolicy {
  /** They are rolled back all the same. */
  CONTINUE("continue"),
  /** Those that depend on it are left as they are. */
  HALT_DEPENDENTS("halt-dependents"),
  /** Whatever comes in a later wave is left as it is. */
  HALT("halt");

  private final String word;

  FailurePolicy(String word) {
    this.word = word;
  }

  /** As it stands in a playbook. */
  public String word() {
    return word;
  }
}
