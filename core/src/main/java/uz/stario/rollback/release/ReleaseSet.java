package uz.stario.rollback.release;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The versions that ran together in an environment at an instant.
 *
 * @param at the instant
 * @param releases by service: the last one that had been put live by then
 */
public record ReleaseSet(Instant at, SortedMap<String, Release> releases) {
  public ReleaseSet {
    releases = Collections.unmodifiableSortedMap(new TreeMap<>(releases));
  }

  /**
   * Of these releases, in whatever order they come.
   *
   * @param environment the others' releases are left out
   */
  public static ReleaseSet at(Instant at, String environment, List<Release> releases) {
    SortedMap<String, Release> running = new TreeMap<>();
    releases.stream()
        .filter(release -> release.environment().equals(environment))
        .filter(release -> !release.at().isAfter(at))
        .sorted(Comparator.comparing(Release::at).thenComparing(Release::id))
        .forEach(release ->
            release.services().keySet().forEach(service -> running.put(service, release)));
    return new ReleaseSet(at, running);
  }
}
