package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * The folder that keeps what outlives a command: {@code STARIO_STATE}, else {@code
 * $XDG_STATE_HOME/stario}, else {@code ~/.local/state/stario}.
 *
 * <p>Finding it touches nothing; it is made, for its owner alone, when something is first written.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG base
 *     directories</a>
 */
public record StateFolder(Path path) {

  /** The variable that names the folder. */
  public static final String VARIABLE = "STARIO_STATE";

  /** As the process sees it. */
  public static Answer<StateFolder> find() {
    return find(System.getenv(), System.getProperty("user.home", ""));
  }

  /**
   * As told.
   *
   * @param home the home directory; Java says {@code ?} where there is none
   */
  public static Answer<StateFolder> find(Map<String, String> environment, String home) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return folder(VARIABLE, named).map(StateFolder::new);
    }
    // The specification says that a relative path is to be ignored.
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    if (xdg.startsWith("/")) {
      return folder("XDG_STATE_HOME", xdg).map(path -> new StateFolder(path.resolve("stario")));
    }
    return folder("the home directory", home)
        .then(path ->
            home.isBlank() || !Files.isDirectory(path)
                ? Answer.refused(homeless(home))
                : Answer.given(new StateFolder(path.resolve(".local/state/stario"))));
  }

  /** The journal's file in it. */
  public Path journal() {
    return path.resolve("journal.db");
  }

  /** The file of releases and what was learned of them. */
  public Path ledger() {
    return path.resolve("ledger.db");
  }

  /** Who holds what, for runs that lock on this machine only. */
  public Path locks() {
    return path.resolve("locks.db");
  }

  /** What is known of the messages that were posted about runs. */
  public Path messages() {
    return path.resolve("messages");
  }

  /** Marks of the runs that a process of this machine is at. */
  public Path running() {
    return path.resolve("running");
  }

  private static Answer<Path> folder(String source, String text) {
    try {
      return Answer.given(Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Answer.refused(problem("What " + source + " says is no path: " + e.getReason() + "."));
    }
  }

  private static Problem homeless(String home) {
    return problem(
        home.isBlank() || home.equals("?")
            ? "This user has no home directory."
            : "This user's home directory " + home + " does not exist.");
  }

  private static Problem problem(String why) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNWRITABLE,
        "There is no folder to keep the journal of runs in.",
        why,
        "Set " + VARIABLE + " to a folder that can be written.");
  }
}
