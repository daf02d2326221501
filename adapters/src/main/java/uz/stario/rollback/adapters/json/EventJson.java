package uz.stario.rollback.adapters.json;

import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunResult;

/**
 * Events of a run as JSON objects with {@code "schemaVersion": 1}: the bodies of the journal, and
 * what {@code stario show --json} prints.
 *
 * <p>Instants are ISO-8601. Unknown fields are ignored; an unknown {@code type} or schema version
 * is refused as {@link ErrorCode#PROGRAM_TOO_OLD}, for a run must not be continued by a program
 * that understands half of it. Thread-safe.
 */
public final class EventJson {

  private EventJson() {}

  public static String write(RunEvent event) {
    return Documents.write(Types.EVENTS.write(event));
  }

  public static Answer<RunEvent> read(String json) {
    return Documents.read(
        json,
        "an event of the journal",
        ErrorCode.JOURNAL_UNREADABLE,
        "Look at the world with `kubectl` and plan anew: this run cannot be continued.",
        Types.EVENTS::read);
  }

  /** The stable name of an event's kind: {@code effect-intended}. */
  public static String type(RunEvent event) {
    return Types.EVENTS.name(event);
  }

  /** The stable word for a result: {@code already-so}. */
  public static String word(RunResult result) {
    return Words.of(result);
  }

  /** The result that a word stands for, if it is one. */
  public static Optional<RunResult> result(String word) {
    return Words.result(word);
  }
}
