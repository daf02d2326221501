package uz.stario.rollback.adapters.json;

import java.util.function.Function;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** What every document has in common: its schema version, and how it is refused. */
final class Documents {

  /**
   * Raised only when an older program would misunderstand a document; fields may be added freely.
   */
  static final int SCHEMA_VERSION = 1;

  private Documents() {}

  static String write(Tree content) {
    return tree(content).json();
  }

  static Tree tree(Tree content) {
    return new Tree().with("schemaVersion", SCHEMA_VERSION).withAll(content);
  }

  /**
   * @param what the document, as a sentence names it: {@code the plan}
   */
  static <T> Answer<T> read(
      String text, String what, ErrorCode code, String next, Function<Fields, T> reading) {
    try {
      Fields fields = Json.read(text);
      long version = fields.number("schemaVersion");
      if (version > SCHEMA_VERSION) {
        throw Unreadable.newer("schemaVersion is " + version);
      }
      if (version < 1) {
        throw new Unreadable("schemaVersion is " + version + ", and there never was such a one");
      }
      return Answer.given(reading.apply(fields));
    } catch (Unreadable e) {
      return Answer.refused(
          e.newer() ? tooOld(what, e.why()) : unreadable(what, code, e.why(), next));
    }
  }

  private static Problem unreadable(String what, ErrorCode code, String why, String next) {
    return Problem.unchanged(code, "Cannot read " + what + ".", sentence(why), next);
  }

  private static Problem tooOld(String what, String why) {
    return Problem.unchanged(
        ErrorCode.PROGRAM_TOO_OLD,
        "Cannot read " + what + ": a newer version of stario wrote it.",
        sentence(why),
        "Use the version that wrote it, or a newer one.");
  }

  private static String sentence(String why) {
    return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
  }
}
