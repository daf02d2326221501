package uz.stario.rollback.app.wiring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * A journal that remembers where each run's record ends, for the lock to tell others. Thread-safe.
 */
public final class JournalHeads extends ForwardingJournal {

  private final Map<RunId, Head> heads = new ConcurrentHashMap<>();

  public JournalHeads(Journal journal) {
    super(journal);
  }

  /** Empty until something was appended. */
  public Optional<Head> head(RunId run) {
    return Optional.ofNullable(heads.get(run));
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    Appending answer = super.append(run, expected, events);
    if (answer instanceof Appending.Appended(long count, String hash)) {
      heads.put(run, new Head(count, hash));
    }
    return answer;
  }
}
