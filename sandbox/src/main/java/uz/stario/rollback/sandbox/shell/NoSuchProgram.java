package uz.stario.rollback.sandbox.shell;

/** The container has no program of that name, so that nothing was started. */
public final class NoSuchProgram extends Exception {
  private static final long serialVersionUID = 1;

  NoSuchProgram(String program) {
    super(
        program.contains("/")
            ? "exec: \"" + program + "\": stat " + program + ": no such file or directory"
            : "exec: \"" + program + "\": executable file not found in $PATH");
  }

  /** Why, in the words of runc. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
