package uz.stario.rollback.adapters.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import uz.stario.rollback.playbook.Loaded;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.PlaybookLoader;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Reads a playbook from a YAML file of at most 1 MB. Never throws for what a file may hold;
 * thread-safe.
 */
public final class PlaybookReader {

  private PlaybookReader() {}

  /**
   * The playbook, or {@code PLAYBOOK_INVALID} whose {@link Problem#why} lists every mistake on a
   * line of its own: {@code FILE:LINE:COLUMN: path: message}.
   */
  public static Answer<Playbook> read(Path file) {
    return switch (Text.of(file)) {
      case Text.Unreadable(String why) ->
          Answer.refused(
              Problem.unchanged(
                  ErrorCode.PLAYBOOK_INVALID,
                  "Cannot read the playbook " + file + ".",
                  "It " + why + ".",
                  "Name another file with --playbook, or put this one right."));
      case Text.Read(String text) -> parsed(file, text);
    };
  }

  private static Answer<Playbook> parsed(Path file, String text) {
    return switch (YamlParser.parse(text)) {
      case Parsed.Broken(List<Mistake> mistakes) -> invalid(file, mistakes);
      case Parsed.Tree(var root) ->
          switch (PlaybookLoader.load(root)) {
            case Loaded.Good(Playbook playbook) -> Answer.given(playbook);
            case Loaded.Bad(List<Mistake> mistakes) -> invalid(file, mistakes);
          };
    };
  }

  private static Answer<Playbook> invalid(Path file, List<Mistake> mistakes) {
    String count = mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes";
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.PLAYBOOK_INVALID,
            "The playbook " + file + " has " + count + ".",
            mistakes.stream().map(m -> file + ":" + m).collect(Collectors.joining("\n")),
            "Correct the file, then type the same command again."));
  }
}
