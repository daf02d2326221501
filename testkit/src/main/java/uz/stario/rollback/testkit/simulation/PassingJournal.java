package uz.stario.rollback.testkit.simulation;

import java.util.List;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** A journal that passes all on to another, for those that do something besides. */
abstract class PassingJournal implements Journal {

  private final Journal real;

  PassingJournal(Journal real) {
    this.real = real;
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    return real.append(run, expected, events);
  }

  @Override
  public Answer<List<RunEvent>> since(RunId run, long events) {
    return real.since(run, events);
  }

  @Override
  public Answer<List<Summary>> runs(int limit) {
    return real.runs(limit);
  }

  @Override
  public Answer<List<RunId>> named(String prefix) {
    return real.named(prefix);
  }

  @Override
  public Answer<List<RunId>> all() {
    return real.all();
  }

  @Override
  public Answer<List<Entry>> entries(RunId run) {
    return real.entries(run);
  }

  @Override
  public Answer<Integrity> verify(RunId run, List<Head> known) {
    return real.verify(run, known);
  }

  @Override
  public void close() {
    real.close();
  }
}
