package uz.stario.rollback.adapters.yaml;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.Position;

/**
 * Makes nodes of YAML 1.2. It reads the parser's events and not the library's composed tree, as
 * that is composed by recursion without a limit.
 */
final class YamlParser {

  private YamlParser() {}

  static Parsed parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel("playbook").setCodePointLimit(Text.MOST_BYTES).build();
    try {
      return new YamlComposer(new Parse(settings).parseString(text).iterator()).compose();
    } catch (MarkedYamlEngineException e) {
      return broken(at(e.getProblemMark().or(e::getContextMark)), plain(e));
    } catch (ReaderException e) {
      String character = String.format("U+%04X", e.getCodePoint());
      return broken(at(text, e.getPosition()), "the character " + character + " is not allowed");
    } catch (YamlEngineException _) {
      return broken(new Position(1, 1), "is not YAML that can be read");
    }
  }

  private static Parsed broken(Position at, String message) {
    return new Parsed.Broken(List.of(new Mistake("", at, message)));
  }

  /** The library's words without its snippet of the file, which may show a secret. */
  private static String plain(MarkedYamlEngineException e) {
    String problem = Optional.ofNullable(e.getProblem()).orElse("");
    if (problem.contains("\\t")) {
      return "a tab where YAML allows only spaces";
    }
    // What is quoted may be text of the file.
    String safe = problem.contains("://") ? "it cannot be understood here" : problem;
    return "is not YAML: " + safe.lines().findFirst().orElse("it cannot be understood here");
  }

  static Position at(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1))
        .orElse(new Position(1, 1));
  }

  private static Position at(String text, int codePoints) {
    int line = 1;
    int column = 1;
    for (int c : text.codePoints().limit(codePoints).toArray()) {
      line = c == '\n' ? line + 1 : line;
      column = c == '\n' ? 1 : column + 1;
    }
    return new Position(line, column);
  }
}
