package uz.stario.rollback.app.wiring;

import java.util.List;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** A journal before another: what is not overridden is the other's. As thread-safe as that is. */
abstract class ForwardingJournal implements Journal {

  private final Journal journal;

  ForwardingJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    return journal.append(run, expected, events);
  }

  @Override
  public Answer<List<RunEvent>> since(RunId run, long events) {
    return journal.since(run, events);
  }

  @Override
  public Answer<List<Summary>> runs(int limit) {
    return journal.runs(limit);
  }

  @Override
  public Answer<List<RunId>> named(String prefix) {
    return journal.named(prefix);
  }

  @Override
  public Answer<List<RunId>> all() {
    return journal.all();
  }

  @Override
  public Answer<List<Entry>> entries(RunId run) {
    return journal.entries(run);
  }

  @Override
  public Answer<Integrity> verify(RunId run, List<Head> known) {
    return journal.verify(run, known);
  }

  @Override
  public void close() {
    journal.close();
  }
}
