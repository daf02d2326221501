package uz.stario.rollback.adapters.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.audit.Chain;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.audit.Integrity.Broken;
import uz.stario.rollback.audit.Integrity.Kind;
import uz.stario.rollback.port.Journal.Summary;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * Whether a run's events are sound, and its line in the list of runs says the same as they do: the
 * line is derived when events are appended, and is what people see first.
 */
public final class Listed {

  private Listed() {}

  /** To be called in one transaction, or events that come meanwhile look like tampering. */
  public static Integrity verify(Rows rows, RunId run, List<Head> known) throws SQLException {
    List<Entry> entries = rows.entries(run);
    Optional<Head> kept = rows.head(run);
    if (kept.isEmpty() && !entries.isEmpty()) {
      return line(run, Kind.REMOVED, "Its line in the list of runs was taken out.");
    }
    return switch (Chain.verify(run, entries, kept, known)) {
      case Broken broken -> broken;
      case Integrity.Sound sound -> meaning(run, entries, rows.summary(run)).orElse(sound);
    };
  }

  private static Optional<Integrity> meaning(
      RunId run, List<Entry> entries, Optional<Summary> listed) {
    List<RunEvent> events = new ArrayList<>();
    for (Entry entry : entries) {
      switch (EventJson.read(entry.body())) {
        case Answer.Given<RunEvent>(RunEvent event) -> events.add(event);
        case Answer.Refused<RunEvent>(var problem)
            when problem.code() == ErrorCode.PROGRAM_TOO_OLD -> {
          // Written by a newer version: sound, though only that one knows what it means.
          return Optional.empty();
        }
        case Answer.Refused<RunEvent>(var problem) -> {
          return Optional.of(
              new Broken(
                  run,
                  entry.seq(),
                  Kind.UNREADABLE,
                  "Event " + entry.seq() + " can't be read: " + problem.why()));
        }
      }
    }
    if (listed.isEmpty() || listed.get().equals(asListed(Summary.of(run, events)))) {
      return Optional.empty();
    }
    return Optional.of(
        line(run, Kind.EDITED, "Its line in the list of runs is not what its events say."));
  }

  private static Summary asListed(Summary summary) {
    return new Summary(
        summary.run(),
        summary.startedAt(),
        summary.endedAt(),
        summary.result(),
        text(summary.environment()),
        summary.services(),
        text(summary.requester()));
  }

  /** A text as a column takes it: PostgreSQL's hold no character of number 0. */
  static String text(String text) {
    return text.replace('\0', '\ufffd');
  }

  private static Broken line(RunId run, Kind kind, String words) {
    return new Broken(run, 0, kind, words);
  }
}
