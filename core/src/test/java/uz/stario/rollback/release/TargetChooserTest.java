package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.FIRST;
import static uz.stario.rollback.release.Given.container;
import static uz.stario.rollback.release.Given.image;
import static uz.stario.rollback.release.Given.template;
import static uz.stario.rollback.release.Given.workload;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

class TargetChooserTest {

  private static final RevisionChoice PREVIOUS = new RevisionChoice.Previous();

  @Nested
  class Left_to_itself {

    @Test
    void it_takes_the_previous_version_and_says_that_its_health_is_unknown() {
      Target target = chosen(workload("api").revision("v1").revision("v2").revision("v3"));

      assertThat(target.revision().number()).isEqualTo(2);
      assertThat(target.health()).isEqualTo(Health.UNKNOWN);
      assertThat(target.reason()).isEqualTo("the previous version, health unknown");
      assertThat(target.alreadySo()).isFalse();
    }

    @Test
    void revisions_that_differ_only_in_flags_or_restarts_are_no_versions() {
      Target target =
          chosen(
              workload("api")
                  .revision("v1")
                  .revision("v2")
                  .revision(template("v2", Map.of("RESTARTED", "today")))
                  .revision(template("v2", Map.of("FLAG", "off"))));

      assertThat(target.revision().number()).isEqualTo(1);
    }

    @Test
    void a_version_recorded_bad_is_passed_over_and_named() {
      Target target =
          chosen(
              workload("api")
                  .revision("v1")
                  .revision("v2")
                  .judged(Health.BAD, "k3f9")
                  .revision("v3"));

      assertThat(target.revision().version()).isEqualTo("v1");
      assertThat(target.reason())
          .isEqualTo(
              "the previous version, health unknown; passed over: revision 2 (v2) is recorded bad"
                  + " by run k3f9");
    }

    @Test
    void a_vulnerable_version_is_passed_over() {
      assertThat(
              chosen(
                      workload("api")
                          .revision("v1")
                          .revision("v2")
                          .judged(Health.VULNERABLE, "")
                          .revision("v3"))
                  .revision()
                  .version())
          .isEqualTo("v1");
    }

    @Test
    void a_version_found_bad_is_passed_over_with_other_flags_too() {
      Target target =
          chosen(
              workload("api")
                  .revision("v1")
                  .revision(template("v2", Map.of("FLAG", "on")))
                  .judged(Health.BAD, "k3f9")
                  .revision(template("v2", Map.of("FLAG", "off")))
                  .revision("v3"));

      assertThat(target.revision().version()).isEqualTo("v1");
    }

    @Test
    void a_version_found_bad_after_it_was_found_healthy_is_bad_with_every_flag() {
      Target target =
          chosen(
              workload("api")
                  .revision("v0")
                  .revision(template("v1", Map.of("FLAG", "on")))
                  .judged(Health.HEALTHY, "aaaa", FIRST.plusSeconds(10))
                  .revision(template("v1", Map.of("FLAG", "off")))
                  .judged(Health.BAD, "bbbb", FIRST.plusSeconds(20))
                  .revision("v2"));

      assertThat(target.revision().version()).isEqualTo("v0");
    }

    @Test
    void a_verdict_of_healthy_does_not_mend_a_vulnerable_version() {
      Target target =
          chosen(
              workload("api")
                  .revision("v0")
                  .revision(template("v1", Map.of("FLAG", "on")))
                  .judged(Health.VULNERABLE, "", FIRST.plusSeconds(10))
                  .revision(template("v1", Map.of("FLAG", "off")))
                  .judged(Health.HEALTHY, "bbbb", FIRST.plusSeconds(20))
                  .revision("v2"));

      assertThat(target.revision().version()).isEqualTo("v0");
    }

    @Test
    void a_verdict_of_healthy_holds_for_the_same_version_with_other_flags() {
      Target target =
          chosen(
              workload("api")
                  .revision(template("v1", Map.of("FLAG", "on")))
                  .judged(Health.HEALTHY, "k3f9")
                  .revision(template("v1", Map.of("FLAG", "off")))
                  .revision("v2"));

      assertThat(target.revision().number()).isEqualTo(2);
      assertThat(target.health()).isEqualTo(Health.HEALTHY);
      assertThat(target.reason()).isEqualTo("the previous version, recorded healthy by run k3f9");
    }

    @Test
    void what_a_run_went_back_to_and_verified_is_already_so() {
      Target target =
          chosen(
              workload("api")
                  .revision("v0")
                  .revision("v1")
                  .judged(Health.HEALTHY, "k3f9")
                  .revision("v2")
                  .judged(Health.BAD, "k3f9")
                  .goneBackTo(2));

      assertThat(target.alreadySo()).isTrue();
      assertThat(target.revision().version()).isEqualTo("v1");
      assertThat(target.reason()).contains("k3f9").contains("--to-version");
    }

    @Test
    void what_a_run_went_back_to_with_flags_carried_over_is_already_so() {
      Target target =
          chosen(
              workload("api")
                  .revision("v0")
                  .revision("v1")
                  .judged(Health.HEALTHY, "k3f9")
                  .revision("v2")
                  .judged(Health.BAD, "k3f9")
                  .revision(template("v1", Map.of("FLAG", "off"))));

      assertThat(target.alreadySo()).isTrue();
      assertThat(target.revision().number()).isEqualTo(4);
    }

    @Test
    void a_version_that_somebody_already_went_back_from_is_not_returned_to() {
      Target target =
          chosen(workload("api").revision("v0").revision("v1").revision("v2").goneBackTo(2));

      assertThat(target.revision().version()).isEqualTo("v0");
      assertThat(target.reason()).contains("passed over: revision 3 (v2) was left for v1");
    }

    @Test
    void with_nothing_but_a_version_that_was_left_there_is_no_target() {
      Problem problem =
          refused(workload("api").revision("v1").revision("v2").goneBackTo(1), PREVIOUS, false);

      assertThat(problem.code()).isEqualTo(ErrorCode.NO_TARGET);
      assertThat(problem.why())
          .isEqualTo("No version is left to go to: revision 2 (v2) was left for v1.");
    }

    @Test
    void a_version_that_was_left_but_is_recorded_healthy_may_be_returned_to() {
      Target target =
          chosen(
              workload("api")
                  .revision("v1")
                  .revision("v2")
                  .judged(Health.HEALTHY, "")
                  .goneBackTo(1));

      assertThat(target.revision().version()).isEqualTo("v2");
    }

    @Test
    void one_that_a_person_marked_healthy_is_left_when_told_so() {
      Target target =
          chosen(workload("api").revision("v1").revision("v2").judged(Health.HEALTHY, ""));

      assertThat(target.revision().version()).isEqualTo("v1");
    }

    @Test
    void revisions_are_compared_as_numbers_not_as_text() {
      Given given = workload("api");
      for (int i = 1; i <= 11; i++) {
        given.revision("v" + i);
      }

      assertThat(chosen(given).revision().number()).isEqualTo(10);
    }

    @Test
    void a_first_version_has_no_history() {
      Problem problem = refused(workload("api").revision("v1"), PREVIOUS, false);

      assertThat(problem.code()).isEqualTo(ErrorCode.NO_HISTORY);
      assertThat(problem.why()).contains("v1 is the first");
      assertThat(problem.changed()).isEqualTo(Problem.NOTHING_CHANGED);
    }

    @Test
    void a_history_limit_of_zero_is_said_to_be_the_reason() {
      Problem problem = refused(workload("api").revision("v1").keepsNoHistory(), PREVIOUS, false);

      assertThat(problem.code()).isEqualTo(ErrorCode.NO_HISTORY);
      assertThat(problem.why()).contains("revisionHistoryLimit is 0");
    }

    @Test
    void with_flag_changes_only_there_is_no_target() {
      Problem problem =
          refused(
              workload("api").revision("v1").revision(template("v1", Map.of("A", "b"))),
              PREVIOUS,
              false);

      assertThat(problem.code()).isEqualTo(ErrorCode.NO_TARGET);
      assertThat(problem.why()).isEqualTo("Its other revisions run the same images (v1): 1.");
    }

    @Test
    void an_override_does_not_make_it_take_a_bad_version_by_itself() {
      Problem problem =
          refused(
              workload("api").revision("v1").judged(Health.BAD, "k3f9").revision("v2"),
              PREVIOUS,
              true);

      assertThat(problem.code()).isEqualTo(ErrorCode.NO_TARGET);
    }
  }

  @Nested
  class Asked_for_by_number {

    @Test
    void it_takes_that_revision() {
      assertThat(
              given(
                      workload("api").revision("v1").revision("v2").revision("v3"),
                      new RevisionChoice.Number(1),
                      false)
                  .revision()
                  .version())
          .isEqualTo("v1");
    }

    @Test
    void an_unknown_one_lists_those_that_exist() {
      Problem problem =
          refused(
              workload("api").revision("v1").revision("v2"), new RevisionChoice.Number(7), false);

      assertThat(problem.code()).isEqualTo(ErrorCode.REVISION_NOT_FOUND);
      assertThat(problem.sentence())
          .isEqualTo(
              "Cannot roll back deployment/api to revision 7. There is no such revision; there are:"
                  + " 2 (v2), 1 (v1). Nothing was changed. Name one of these with"
                  + " --to-revision.");
    }

    @Test
    void a_bad_one_is_refused_unless_somebody_says_why() {
      Given bad = workload("api").revision("v1").judged(Health.BAD, "k3f9").revision("v2");

      assertThat(refused(bad, new RevisionChoice.Number(1), false).code())
          .isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
      assertThat(given(bad, new RevisionChoice.Number(1), true).health()).isEqualTo(Health.BAD);
    }

    @Test
    void the_present_one_is_already_so_even_when_it_is_bad() {
      Target target =
          given(
              workload("api").revision("v1").revision("v2").judged(Health.BAD, "k3f9"),
              new RevisionChoice.Number(2),
              false);

      assertThat(target.alreadySo()).isTrue();
    }

    @Test
    void one_with_the_same_images_may_be_asked_for() {
      Target target =
          given(
              workload("api").revision("v1").revision(template("v1", Map.of("A", "b"))),
              new RevisionChoice.Number(1),
              false);

      assertThat(target.alreadySo()).isFalse();
      assertThat(target.revision().number()).isEqualTo(1);
    }
  }

  @Nested
  class Asked_for_by_version {

    @Test
    void it_takes_the_newest_revision_that_runs_it() {
      Target target =
          given(
              workload("api")
                  .revision("v1")
                  .revision(template("v1", Map.of("FLAG", "off")))
                  .revision("v2"),
              new RevisionChoice.Version("v1"),
              false);

      assertThat(target.revision().number()).isEqualTo(2);
    }

    @Test
    void it_prefers_a_revision_of_it_that_is_not_bad() {
      Target target =
          given(
              workload("api")
                  .revision(template("v1", Map.of("FLAG", "on")))
                  .judged(Health.HEALTHY, "k3f9", FIRST.plusSeconds(2))
                  .revision(template("v1", Map.of("FLAG", "off")))
                  .judged(Health.BAD, "k3f9", FIRST.plusSeconds(1))
                  .revision("v2"),
              new RevisionChoice.Version("v1"),
              false);

      assertThat(target.revision().number()).isEqualTo(1);
    }

    @Test
    void the_start_of_a_digest_names_it_too() {
      String digest = "sha256:0123456789abcdef";
      Template pinned =
          template(List.of(container("app", "registry.example/app@" + digest, Map.of())));

      assertThat(
              given(
                      workload("api").revision(pinned).revision("v2"),
                      new RevisionChoice.Version("0123456"),
                      false)
                  .revision()
                  .number())
          .isEqualTo(1);
    }

    @Test
    void the_tag_of_a_sidecar_is_not_the_version() {
      Problem problem =
          refused(
              workload("api").revision(withSidecar("v1", "v9")).revision(withSidecar("v2", "v9")),
              new RevisionChoice.Version("v9"),
              false);

      assertThat(problem.code()).isEqualTo(ErrorCode.VERSION_NOT_FOUND);
    }

    @Test
    void the_present_version_is_already_so() {
      assertThat(
              given(
                      workload("api").revision("v1").revision("v2"),
                      new RevisionChoice.Version("v2"),
                      false)
                  .alreadySo())
          .isTrue();
    }

    @Test
    void an_unknown_one_lists_those_that_exist() {
      Problem problem =
          refused(
              workload("api").revision("v1").revision("v2"),
              new RevisionChoice.Version("v7"),
              false);

      assertThat(problem.code()).isEqualTo(ErrorCode.VERSION_NOT_FOUND);
      assertThat(problem.why()).contains("2 (v2), 1 (v1)");
    }

    @Test
    void a_bad_one_is_refused_and_the_run_that_found_it_named() {
      Problem problem =
          refused(
              workload("api").revision("v1").judged(Health.BAD, "k3f9").revision("v2"),
              new RevisionChoice.Version("v1"),
              false);

      assertThat(problem.code()).isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
      assertThat(problem.why()).isEqualTo("It is recorded bad by run k3f9.");
    }

    private static Template withSidecar(String version, String sidecar) {
      return template(
          List.of(
              container("app", image("app", version), Map.of()),
              container("proxy", image("proxy", sidecar), Map.of())));
    }
  }

  private static Target chosen(Given given) {
    return given(given, PREVIOUS, false);
  }

  private static Target given(Given given, RevisionChoice choice, boolean override) {
    Answer<Target> answer = new TargetChooser(given.state(), override).choose(choice);
    return switch (answer) {
      case Answer.Given<Target>(Target target) -> target;
      case Answer.Refused<Target>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private static Problem refused(Given given, RevisionChoice choice, boolean override) {
    Answer<Target> answer = new TargetChooser(given.state(), override).choose(choice);
    return switch (answer) {
      case Answer.Given<Target>(Target target) -> throw new AssertionError("given " + target);
      case Answer.Refused<Target>(Problem problem) -> problem;
    };
  }
}
