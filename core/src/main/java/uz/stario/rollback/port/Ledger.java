package uz.stario.rollback.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;

/**
 * The record of releases and of what was learned of each: only added to. Thread-safe; every call is
 * one short attempt.
 */
public interface Ledger extends AutoCloseable {

  /** Records a release once; recording it again adds nothing and says so. */
  Answer<Recording> record(Release release);

  /** Adds a judgement; refused where the release was never recorded. */
  Optional<Problem> judge(Judgement judgement);

  /** The newest releases that the query asks for, the newest first. */
  Answer<List<LedgerEntry>> list(Query query);

  /**
   * What fingerprints are made with: made when first asked for, the same ever after, shown to
   * nobody.
   */
  Answer<byte[]> fingerprintKey();

  @Override
  void close();

  /** What recording came to. */
  sealed interface Recording {

    record Added() implements Recording {}

    /** Somebody was quicker, and said the same. */
    record AlreadyThere(Release recorded) implements Recording {}

    /**
     * Somebody was quicker, and said otherwise.
     *
     * @param differences {@link Release#contradictedBy}
     */
    record Differs(Release recorded, List<String> differences) implements Recording {
      public Differs {
        differences = List.copyOf(differences);
      }
    }
  }

  /**
   * Which releases.
   *
   * @param environment of this one only
   * @param service only those of this one, and perhaps others
   * @param name only those of this version, or the one of this id
   * @param before only what comes after this place in the list, for the next page
   * @param limit at most so many, from 1
   */
  record Query(
      Optional<String> environment,
      Optional<String> service,
      Optional<String> name,
      Optional<Place> before,
      int limit) {
    public Query {
      if (limit < 1) {
        throw new IllegalArgumentException("a list has at least one row");
      }
    }

    /** The newest ones, of every environment. */
    public static Query newest(int limit) {
      return new Query(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    public Query in(String wanted) {
      return new Query(Optional.of(wanted), service, name, before, limit);
    }

    public Query of(String wanted) {
      return new Query(environment, Optional.of(wanted), name, before, limit);
    }

    public Query named(String wanted) {
      return new Query(environment, service, Optional.of(wanted), before, limit);
    }

    /** The page after the one that ended with this release. */
    public Query after(Release last) {
      return new Query(
          environment, service, name, Optional.of(new Place(last.at(), last.id())), limit);
    }
  }

  /** A place in the list, which is ordered by instant and then id, both descending. */
  record Place(Instant at, String id) {}
}
