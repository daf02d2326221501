package uz.stario.rollback.playbook;

/** Where something stands in a playbook file; line and column count from 1. */
public record Position(int line, int column) {

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
