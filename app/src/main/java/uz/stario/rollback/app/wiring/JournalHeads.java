package uz.stario.rollback.app.wiring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * A journal that remembers where each run's record ends, for the lock to tell others. Thread-safe.
 */
public final class JournalHeads implements Journal {

  private final Journal journal;
  private final Map<RunId, Head> heads = new ConcurrentHashMap<>();

  public JournalHeads(Journal journal) {
    this.journal = journal;
  }

  /** Empty until something was appended. */
  public Optional<Head> head(RunId run) {
    return Optional.ofNullable(heads.get(run));
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    Appending answer = journal.append(run, expected, events);
    if (answer instanceof Appending.Appended(long count, String hash)) {
      heads.put(run, new Head(count, hash));
    }
    return answer;
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
