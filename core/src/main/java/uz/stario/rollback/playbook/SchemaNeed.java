package uz.stario.rollback.playbook;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * On which schema the versions of a service can run.
 *
 * @param database the name of the one that it uses
 * @param knows what is declared of its versions, in any order
 * @param label of their images, by which those say it that nothing is declared of
 */
public record SchemaNeed(String database, List<Known> knows, Optional<String> label) {

  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  public SchemaNeed {
    knows = List.copyOf(knows);
  }

  /** One whose images say nothing. */
  public SchemaNeed(String database, List<Known> knows) {
    this(database, knows, Optional.empty());
  }

  /** Revisions as they are written where there is only text: {@code abc123, d3486c1f9ea7}. */
  public static SortedSet<String> listed(String text) {
    SortedSet<String> revisions = new TreeSet<>(List.of(BETWEEN.split(text, -1)));
    revisions.remove("");
    return revisions;
  }

  /** Whether it can be the id of a revision. */
  public static boolean isRevision(String text) {
    return NameRule.REVISION.allows(text);
  }

  /**
   * What versions know.
   *
   * @param versions one version, or the beginning of several with a {@code *} after it
   * @param revisions those on which their code can run
   */
  public record Known(String versions, SortedSet<String> revisions) {
    public Known {
      revisions = Collections.unmodifiableSortedSet(new TreeSet<>(revisions));
    }

    private boolean covers(String version) {
      return versions.endsWith("*")
          ? version.startsWith(versions.substring(0, versions.length() - 1))
          : version.equals(versions);
    }

    /** How much of a version it spells out: of those that cover one, the most exact counts. */
    private int exactness() {
      return versions.endsWith("*") ? versions.length() - 1 : Integer.MAX_VALUE;
    }
  }

  /** The revisions on which the code of a version can run; empty where nothing is declared. */
  public Optional<SortedSet<String>> knownTo(String version) {
    return knows.stream()
        .filter(known -> known.covers(version))
        .max(Comparator.comparingInt(Known::exactness))
        .map(Known::revisions);
  }
}
