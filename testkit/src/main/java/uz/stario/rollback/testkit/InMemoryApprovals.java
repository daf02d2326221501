package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** A place of approvals in memory, seen by any number of people. Thread-safe. */
public final class InMemoryApprovals {

  private final boolean attested;
  private final Map<RunId, Approvals.Wanted> wanted = new HashMap<>();
  private final Map<RunId, Set<Approvals.Approval>> given = new HashMap<>();

  /**
   * @param attested whether it does not vouch for names
   */
  public InMemoryApprovals(boolean attested) {
    this.attested = attested;
  }

  /** The place as one person reaches it. */
  public Approvals as(String person) {
    return new Approvals() {
      @Override
      public Answer<String> self() {
        return Answer.given(person);
      }

      @Override
      public Optional<Problem> ask(Wanted what) {
        synchronized (InMemoryApprovals.this) {
          wanted.put(what.run(), what);
        }
        return Optional.empty();
      }

      @Override
      public Answer<Optional<Wanted>> wanted(RunId run) {
        synchronized (InMemoryApprovals.this) {
          return Answer.given(Optional.ofNullable(wanted.get(run)));
        }
      }

      @Override
      public Optional<Problem> give(RunId run, String digest) {
        synchronized (InMemoryApprovals.this) {
          given
              .computeIfAbsent(run, _ -> new LinkedHashSet<>())
              .add(new Approval(run, digest, person, attested));
        }
        return Optional.empty();
      }

      @Override
      public Answer<List<Approval>> given(RunId run) {
        synchronized (InMemoryApprovals.this) {
          return Answer.given(new ArrayList<>(given.getOrDefault(run, Set.of())));
        }
      }

      @Override
      public void withdraw(RunId run) {
        synchronized (InMemoryApprovals.this) {
          wanted.remove(run);
        }
      }
    };
  }
}
