package uz.stario.rollback.bench;

/** Who takes the release back. */
enum Variant {
  /** One command for the whole namespace, then one that waits. */
  KUBECTL("kubectl"),

  /** A command for each Deployment, then one each that waits. */
  KUBECTL_LOOP("kubectl, loop"),

  /** Each Deployment undone and waited for before the next. */
  KUBECTL_EACH("kubectl, each"),

  OURS("ours"),

  FLOOR("floor");

  private final String word;

  Variant(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
