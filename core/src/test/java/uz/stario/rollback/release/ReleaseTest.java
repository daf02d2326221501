package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseTest {

  private static final Instant DAY = Instant.parse("2025-01-18T12:00:00Z");
  private static final String DIGEST = "@sha256:" + "ab".repeat(32);

  private static Release release(String version, Map<String, String> images) {
    return release(DAY, version, images, "", "");
  }

  private static Release release(
      Instant at, String version, Map<String, String> images, String schema, String notes) {
    SortedMap<String, ReleasedService> services = new TreeMap<>();
    images.forEach((name, image) ->
        services.put(
            name,
            new ReleasedService(
                image.isEmpty() ? new TreeSet<>() : new TreeSet<>(Set.of(image)),
                new TreeMap<>())));
    return new Release(at, "production", version, services, schema, notes, "anna");
  }

  private static Release of(Instant at, String version, String notes, String... services) {
    return release(
        at,
        version,
        Stream.of(services).collect(Collectors.toMap(name -> name, _ -> "")),
        "",
        notes);
  }

  @Test
  void the_same_release_has_the_same_id_whoever_records_it_and_when() {
    Release one = release("v1.2.4", Map.of("api", "r/api:v1.2.4", "video", ""));
    Release other =
        release(DAY.plusSeconds(9), "v1.2.4", Map.of("video", "", "api", ""), "9f3c", "x").by("o");

    assertThat(one.id()).isEqualTo(other.id()).matches("[0-9a-f]{12}");
    assertThat(one.id()).isNotEqualTo(release("v1.2.4", Map.of("api", "")).id());
    assertThat(one.id()).isNotEqualTo(release("v1.2.5", Map.of("api", "", "video", "")).id());
  }

  @Test
  void a_release_of_no_service_is_none() {
    assertThatThrownBy(() -> release("v1", Map.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void who_knows_less_does_not_contradict() {
    Release recorded =
        release(DAY, "v1.2.4", Map.of("api", "r/api:v1.2.4" + DIGEST), "9f3c", "the fix");

    assertThat(recorded.contradictedBy(release("v1.2.4", Map.of("api", "r/api:v1.2.4")))).isEmpty();
    assertThat(recorded.contradictedBy(release("v1.2.4", Map.of("api", "")))).isEmpty();
    assertThat(recorded.contradictedBy(recorded.by("olim"))).isEmpty();
  }

  @Test
  void who_says_otherwise_or_knows_more_is_told_what() {
    Release recorded = release(DAY, "v1.2.4", Map.of("api", "r/api:v1.2.4"), "9f3c", "");

    assertThat(
            recorded.contradictedBy(
                release(DAY, "v1.2.4", Map.of("api", "r/api:v1.2.4" + DIGEST), "77aa", "")))
        .containsExactly(
            "schema revision is recorded as 9f3c, not 77aa",
            "api image is recorded as r/api:v1.2.4, not r/api:v1.2.4" + DIGEST);
  }

  @Test
  void configuration_that_changed_contradicts() {
    Release first = with(new TreeMap<>(Map.of("secret/jwt", "aa")));
    Release second = with(new TreeMap<>(Map.of("secret/jwt", "bb", "configmap/app", "cc")));

    assertThat(first.contradictedBy(second))
        .containsExactly(
            "api configmap/app is recorded as unknown, not cc",
            "api secret/jwt is recorded as aa, not bb");
  }

  private static Release with(SortedMap<String, String> fingerprints) {
    return new Release(
        DAY,
        "production",
        "v1",
        new TreeMap<>(Map.of("api", new ReleasedService(new TreeSet<>(), fingerprints))),
        "",
        "",
        "anna");
  }

  @Test
  void the_newest_judgement_holds_and_of_one_instant_the_last() {
    Release release = release("v1", Map.of("api", ""));
    Judgement bad = new Judgement(release.id(), Health.BAD, "5xx", "anna", DAY.plusSeconds(2));
    Judgement older = new Judgement(release.id(), Health.HEALTHY, "", "run", DAY.plusSeconds(1));
    Judgement same = new Judgement(release.id(), Health.UNKNOWN, "", "olim", DAY.plusSeconds(2));

    assertThat(new LedgerEntry(release, List.of()).health()).isEqualTo(Health.UNKNOWN);
    assertThat(new LedgerEntry(release, List.of(bad, older)).latest()).contains(bad);
    assertThat(new LedgerEntry(release, List.of(older, bad, same)).latest()).contains(same);
  }

  @Test
  void a_set_is_what_ran_together_then() {
    Release all = of(DAY, "v1", "", "api", "video");
    Release video = of(DAY.plusSeconds(10), "v2", "", "video");
    Release later = of(DAY.plusSeconds(20), "v3", "", "api");
    List<Release> any = List.of(later, all, video);

    assertThat(ReleaseSet.at(DAY.plusSeconds(19), "production", any).releases())
        .isEqualTo(Map.of("api", all, "video", video));
    assertThat(ReleaseSet.at(DAY.plusSeconds(20), "production", any).releases())
        .isEqualTo(Map.of("api", later, "video", video));
    assertThat(ReleaseSet.at(DAY.minusSeconds(1), "production", any).releases()).isEmpty();
    assertThat(ReleaseSet.at(DAY.plusSeconds(20), "staging", any).releases()).isEmpty();
  }

  @Test
  void the_table_is_the_playbooks() {
    List<Release> releases =
        List.of(
            of(
                DAY.plusSeconds(2 * 86_400),
                "v1.2.3",
                "Stable baseline",
                "api-gateway",
                "video-gen"),
            of(DAY.plusSeconds(86_400), "v1.2.2", "Bug fix", "api-gateway"),
            of(DAY, "v1.2.1", "Performance improvement", "video-gen"));

    assertThat(VersionTable.markdown(releases, Set.of("api-gateway", "video-gen")))
        .containsExactly(
            "| Date | Version | Services | Notes |",
            "|------|---------|----------|-------|",
            "| 2025-01-20 | v1.2.3 | All | Stable baseline |",
            "| 2025-01-19 | v1.2.2 | api-gateway | Bug fix |",
            "| 2025-01-18 | v1.2.1 | video-gen | Performance improvement |");
  }

  @Test
  void notes_can_not_break_the_table() {
    assertThat(VersionTable.markdown(List.of(of(DAY, "v1", "a|b\nc\\", "api")), Set.of()))
        .last()
        .isEqualTo("| 2025-01-18 | v1 | api | a\\|b c\\\\ |");
  }

  @Test
  void a_fingerprint_tells_change_from_sameness_and_needs_the_key() {
    byte[] key = {1, 2, 3};
    String print = Fingerprint.of(key, Map.of("a", "1", "b", "2"));

    assertThat(print).matches("[0-9a-f]{32}");
    assertThat(Fingerprint.of(key, new TreeMap<>(Map.of("b", "2", "a", "1")))).isEqualTo(print);
    assertThat(Fingerprint.of(key, Map.of("a", "1", "b", "3"))).isNotEqualTo(print);
    assertThat(Fingerprint.of(new byte[] {1, 2, 4}, Map.of("a", "1", "b", "2")))
        .isNotEqualTo(print);
    assertThat(Fingerprint.of(key, Map.of("ab", "")))
        .isNotEqualTo(Fingerprint.of(key, Map.of("a", "b")));
  }
}
