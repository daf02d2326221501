package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;

/** A ledger in memory, as durable as the process. Thread-safe. */
public final class InMemoryLedger implements Ledger {

  private static final Comparator<Place> NEWEST_FIRST =
      Comparator.comparing(Place::at).thenComparing(Place::id).reversed();

  private final Map<String, Release> releases = new LinkedHashMap<>();
  private final List<Judgement> judgements = new ArrayList<>();

  @Override
  public synchronized Answer<Recording> record(Release release) {
    Release recorded = releases.putIfAbsent(release.id(), release);
    if (recorded == null) {
      return Answer.given(new Recording.Added());
    }
    List<String> differences = recorded.contradictedBy(release);
    return Answer.given(
        differences.isEmpty()
            ? new Recording.AlreadyThere(recorded)
            : new Recording.Differs(recorded, differences));
  }

  @Override
  public synchronized Optional<Problem> judge(Judgement judgement) {
    if (!releases.containsKey(judgement.release())) {
      return Optional.of(
          Problem.unchanged(
              ErrorCode.RELEASE_NOT_FOUND,
              "The ledger has no release " + judgement.release() + ".",
              "",
              "`stario release list` lists the newest ones."));
    }
    judgements.add(judgement);
    return Optional.empty();
  }

  @Override
  public synchronized Answer<List<LedgerEntry>> list(Query query) {
    return Answer.given(
        releases.values().stream()
            .filter(r -> query.environment().map(r.environment()::equals).orElse(true))
            .filter(r -> query.service().map(s -> r.services().containsKey(s)).orElse(true))
            .filter(
                r -> query.name().map(n -> n.equals(r.version()) || n.equals(r.id())).orElse(true))
            .filter(
                r -> query.before().map(p -> NEWEST_FIRST.compare(place(r), p) > 0).orElse(true))
            .sorted(Comparator.comparing(InMemoryLedger::place, NEWEST_FIRST))
            .limit(query.limit())
            .map(this::entry)
            .toList());
  }

  private static Place place(Release release) {
    return new Place(release.at(), release.id());
  }

  private LedgerEntry entry(Release release) {
    return new LedgerEntry(
        release, judgements.stream().filter(j -> j.release().equals(release.id())).toList());
  }

  @Override
  public Answer<byte[]> fingerprintKey() {
    return Answer.given(new byte[] {1, 2, 3, 4});
  }

  @Override
  public void close() {}
}
