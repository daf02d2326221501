package uz.stario.rollback.audit;

import java.util.List;
import java.util.Optional;
import uz.stario.rollback.audit.Integrity.Broken;
import uz.stario.rollback.audit.Integrity.Kind;
import uz.stario.rollback.run.RunId;

/**
 * Finds what was done to the record of a run, and names it.
 *
 * <p>Each entry holds the hash of the one before, so that one that is edited, removed or moved no
 * longer fits. Whoever can write to the store could also compute every later hash anew: that, and a
 * missing end, is found only where a {@link Head} is known from elsewhere.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162">RFC 9162, for chains that many can
 *     check</a>
 */
public final class Chain {

  private Chain() {}

  /**
   * Compares the entries with each other and with the heads.
   *
   * @param entries as stored, by their number
   * @param kept the head that the store itself keeps in a second place
   * @param known heads from elsewhere, as old as they may be
   */
  public static Integrity verify(
      RunId run, List<Entry> entries, Optional<Head> kept, List<Head> known) {
    Head head = Head.NONE;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (!entry.run().equals(run) || !entry.previous().equals(head.hash()) || !fits(entry, i)) {
        return broken(run, entries, i, head);
      }
      head = entry.head();
    }
    if (kept.isPresent() && !kept.get().equals(head)) {
      return ends(run, head, kept.get());
    }
    for (Head elsewhere : known) {
      Optional<Integrity> difference = unlike(run, entries, elsewhere);
      if (difference.isPresent()) {
        return difference.get();
      }
    }
    return new Integrity.Sound(head);
  }

  private static boolean fits(Entry entry, int index) {
    return entry.seq() == index + 1L && entry.matches();
  }

  private static Broken broken(RunId run, List<Entry> entries, int index, Head head) {
    long seq = index + 1L;
    Entry entry = entries.get(index);
    if (!entry.run().equals(run)) {
      return new Broken(run, seq, Kind.ADDED, "Event " + seq + " is of run " + entry.run() + ".");
    }
    if (entry.seq() < seq) {
      return new Broken(run, seq, Kind.ADDED, "Event " + entry.seq() + " is there twice.");
    }
    if (entry.seq() > seq) {
      return entries.stream().anyMatch(other -> other.seq() == seq)
          ? moved(run, seq, entry.seq())
          : missing(run, seq);
    }
    if (entry.matches()) {
      // It is as it was written, after something else.
      return index == 0 || !fits(entries.get(index - 1), index - 1)
          ? missing(run, seq)
          : new Broken(
              run,
              seq - 1,
              Kind.EDITED,
              "Event " + (seq - 1) + " was replaced after event " + seq + " had been written.");
    }
    for (Entry other : entries) {
      if (other.seq() != seq && entry.matchesContentOf(other)) {
        return moved(run, seq, other.seq());
      }
    }
    for (long other = 1; other <= entries.size() + 1L; other++) {
      if (other != seq && entry.matchesAt(other)) {
        boolean whole =
            entry.previous().equals(Head.NONE.hash())
                || entries.stream().anyMatch(before -> before.hash().equals(entry.previous()));
        return whole ? moved(run, seq, other) : missing(run, seq);
      }
    }
    return entry.previous().equals(head.hash())
        ? new Broken(
            run, seq, Kind.EDITED, "Event " + seq + " was changed after it had been written.")
        : new Broken(run, seq, Kind.EDITED, "Event " + seq + " and its checksums were changed.");
  }

  private static Broken moved(RunId run, long seq, long other) {
    return new Broken(
        run, seq, Kind.REORDERED, "Events " + seq + " and " + other + " have changed places.");
  }

  private static Broken missing(RunId run, long seq) {
    return new Broken(run, seq, Kind.REMOVED, "Event " + seq + " was taken out.");
  }

  private static Broken ends(RunId run, Head found, Head kept) {
    if (found.events() < kept.events()) {
      return truncated(run, found.events(), kept.events());
    }
    return found.events() > kept.events()
        ? new Broken(
            run,
            kept.events() + 1,
            Kind.ADDED,
            "Event " + (kept.events() + 1) + " was put in by another way than appending.")
        : new Broken(
            run, found.events(), Kind.EDITED, "Event " + found.events() + " was replaced.");
  }

  private static Optional<Integrity> unlike(RunId run, List<Entry> entries, Head elsewhere) {
    if (elsewhere.events() == 0) {
      return Optional.empty();
    }
    if (elsewhere.events() > entries.size()) {
      return Optional.of(truncated(run, entries.size(), elsewhere.events()));
    }
    boolean same = entries.get((int) elsewhere.events() - 1).head().equals(elsewhere);
    return same
        ? Optional.empty()
        : Optional.of(
            new Broken(
                run,
                elsewhere.events(),
                Kind.EDITED,
                "Event " + elsewhere.events() + ", or one before it, is not what is known of it."));
  }

  private static Broken truncated(RunId run, long found, long wanted) {
    return new Broken(
        run,
        found + 1,
        Kind.TRUNCATED,
        "The end is missing: " + found + " of " + wanted + " events are there.");
  }
}
