package uz.stario.rollback.playbook;

/**
 * One thing that is wrong in a playbook file.
 *
 * @param path which part: {@code services.video-gen.dependsOn[1]}; empty for the file as a whole
 * @param message what is wrong with it and, where it can be told, what was meant; never a secret
 */
public record Mistake(String path, Position at, String message) {

  /** {@code 12:5: services.video-gen.dependsOn[1]: message}. */
  @Override
  public String toString() {
    return at + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
