package uz.stario.rollback.bench;

/** Who takes the release back. */
enum Variant {
  KUBECTL("kubectl"),
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
