package uz.stario.rollback.run;

/** Names a run; short enough to be typed. */
public record RunId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
