package uz.stario.rollback.app.wiring;

import java.util.List;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RedactedEvents;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** A journal into which no secret gets; what is read from it is as it was kept. Thread-safe. */
final class RedactedJournal extends ForwardingJournal {

  private final RedactedEvents redacted;

  RedactedJournal(Journal journal, Redactor redactor) {
    super(journal);
    this.redacted = new RedactedEvents(redactor);
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    return super.append(run, expected, events.stream().map(redacted::event).toList());
  }
}
