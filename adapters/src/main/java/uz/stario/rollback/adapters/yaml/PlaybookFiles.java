package uz.stario.rollback.adapters.yaml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Finds the playbook: {@code --playbook}, {@code STARIO_PLAYBOOK}, {@code stario.yaml} here, then
 * {@code stario/stario.yaml} in the configuration folder. A file that someone named must exist;
 * nothing else takes its place. Thread-safe.
 *
 * @param environment the environment variables
 * @param workingFolder where relative paths start
 * @param home the home folder, where there is one
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">the configuration
 *     folder</a>
 */
public record PlaybookFiles(
    Map<String, String> environment, Path workingFolder, Optional<Path> home) {

  private static final String VARIABLE = "STARIO_PLAYBOOK";

  public PlaybookFiles {
    environment = Map.copyOf(environment);
  }

  /** Which rule found the file; its name for people. */
  public enum Rule {
    OPTION("--playbook"),
    VARIABLE("STARIO_PLAYBOOK"),
    WORKING_FOLDER("the working folder"),
    CONFIGURATION_FOLDER("the configuration folder");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** What the search came to. */
  public sealed interface Search {

    record Found(Path file, Rule rule) implements Search {}

    /** There is no playbook; {@code looked} says where one could have been. */
    record None(List<Path> looked) implements Search {
      public None {
        looked = List.copyOf(looked);
      }
    }
  }

  /**
   * The file by the first rule that fits, none, or {@code PLAYBOOK_NOT_FOUND} when the named file
   * does not exist.
   *
   * @param option what {@code --playbook} was given
   */
  public Answer<Search> find(Optional<String> option) {
    if (option.isPresent()) {
      return named(option.get(), Rule.OPTION);
    }
    // Set to nothing is how people take a variable back for one command.
    Optional<String> variable =
        Optional.ofNullable(environment.get(VARIABLE)).filter(value -> !value.isEmpty());
    if (variable.isPresent()) {
      return named(variable.get(), Rule.VARIABLE);
    }
    List<Path> looked = new ArrayList<>();
    Path here = workingFolder.resolve("stario.yaml");
    if (Files.exists(here)) {
      return Answer.given(new Search.Found(here, Rule.WORKING_FOLDER));
    }
    looked.add(here);
    Optional<Path> configured = configured();
    if (configured.filter(Files::exists).isPresent()) {
      return Answer.given(new Search.Found(configured.get(), Rule.CONFIGURATION_FOLDER));
    }
    configured.ifPresent(looked::add);
    return Answer.given(new Search.None(looked));
  }

  private Answer<Search> named(String path, Rule rule) {
    try {
      Path file = workingFolder.resolve(path);
      if (!path.isEmpty() && Files.exists(file)) {
        return Answer.given(new Search.Found(file, rule));
      }
      return notFound(rule, path.isEmpty() ? "The path is empty." : "Looked at " + file + ".");
    } catch (InvalidPathException _) {
      return notFound(rule, "What it was given is no path on this system.");
    }
  }

  private static Answer<Search> notFound(Rule rule, String why) {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.PLAYBOOK_NOT_FOUND,
            "The playbook named by " + rule.words() + " does not exist.",
            why,
            "Correct the path, or leave "
                + rule.words()
                + " out to use stario.yaml of this folder."));
  }

  private Optional<Path> configured() {
    Path inside = Path.of("stario", "stario.yaml");
    // The specification has relative values ignored.
    return folder(Optional.ofNullable(environment.get("XDG_CONFIG_HOME")))
        .or(() -> home.map(folder -> folder.resolve(".config")))
        .map(folder -> folder.resolve(inside));
  }

  private static Optional<Path> folder(Optional<String> value) {
    try {
      return value.map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
