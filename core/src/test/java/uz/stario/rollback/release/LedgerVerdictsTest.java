package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;

class LedgerVerdictsTest {

  private static final Instant NOW = Given.FIRST.plusSeconds(86_400);

  private static LedgerEntry entry(String version, String image, Health health, Instant at) {
    Release release =
        new Release(
            Given.FIRST,
            "production",
            version,
            new TreeMap<>(
                Map.of(
                    "api",
                    new ReleasedService(
                        image.isEmpty() ? new TreeSet<>() : new TreeSet<>(Set.of(image)),
                        new TreeMap<>()))),
            "",
            "",
            "anna");
    return new LedgerEntry(
        release, List.of(new Judgement(release.id(), health, "CVE-1", "olim", at)));
  }

  private static Verdict verdict(WorkloadState state, LedgerEntry... entries) {
    return LedgerVerdicts.onto(state, "api", List.of(entries)).revisions().getLast().verdict();
  }

  private static WorkloadState state() {
    return Given.workload("api").revision("v1").revision("v2").state();
  }

  private static WorkloadState judged(Health health) {
    return Given.workload("api").revision("v1").judged(health, "k3f9", NOW).revision("v2").state();
  }

  @Test
  void what_the_cluster_does_not_know_the_ledger_says() {
    assertThat(verdict(state(), entry("v1", "", Health.VULNERABLE, NOW)).health())
        .isEqualTo(Health.VULNERABLE);
    assertThat(
            verdict(state(), entry("release-7", Given.image("app", "v1"), Health.BAD, NOW))
                .health())
        .isEqualTo(Health.BAD);
  }

  @Test
  void another_version_image_or_service_is_not_meant() {
    assertThat(verdict(state(), entry("v3", "", Health.BAD, NOW))).isEqualTo(Verdict.NONE);
    assertThat(verdict(state(), entry("v1", Given.image("app", "v9"), Health.BAD, NOW)))
        .isEqualTo(Verdict.NONE);
    LedgerEntry bad = entry("v1", "", Health.BAD, NOW);
    assertThat(LedgerVerdicts.onto(state(), "video", List.of(bad))).isEqualTo(state());
  }

  @Test
  void of_two_verdicts_the_newer_one_holds() {
    assertThat(
            verdict(judged(Health.HEALTHY), entry("v1", "", Health.BAD, NOW.plusSeconds(1)))
                .health())
        .isEqualTo(Health.BAD);
    assertThat(
            verdict(judged(Health.BAD), entry("v1", "", Health.HEALTHY, NOW.plusSeconds(1)))
                .health())
        .isEqualTo(Health.HEALTHY);
    assertThat(
            verdict(judged(Health.BAD), entry("v1", "", Health.HEALTHY, NOW.minusSeconds(1)))
                .health())
        .isEqualTo(Health.BAD);
  }

  @Test
  void of_one_instant_the_one_that_forbids_a_return_holds() {
    assertThat(verdict(judged(Health.HEALTHY), entry("v1", "", Health.BAD, NOW)).health())
        .isEqualTo(Health.BAD);
    assertThat(verdict(judged(Health.BAD), entry("v1", "", Health.HEALTHY, NOW)).health())
        .isEqualTo(Health.BAD);
  }

  @Test
  void unknown_takes_the_place_of_nothing() {
    assertThat(
            verdict(judged(Health.BAD), entry("v1", "", Health.UNKNOWN, NOW.plusSeconds(1)))
                .health())
        .isEqualTo(Health.BAD);
  }

  @Test
  void no_way_leads_back_to_what_the_ledger_forbids_and_the_refusal_says_who_says_so() {
    WorkloadState state =
        LedgerVerdicts.onto(state(), "api", List.of(entry("v1", "", Health.VULNERABLE, NOW)));

    assertThat(new TargetChooser(state, false).choose(new RevisionChoice.Version("v1")))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
              assertThat(refused.problem().why())
                  .isEqualTo("It is recorded vulnerable by olim in the ledger (CVE-1).");
            });
    assertThat(new TargetChooser(state, true).choose(new RevisionChoice.Version("v1")))
        .isInstanceOf(Answer.Given.class);
  }
}
