package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.workload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.SharedSecret;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

class SecretFitTest {

  private static final SharedSecret JWT = new SharedSecret("jwt", List.of("api", "video"));

  private static Template taking(String version, String... references) {
    return Given.template(
        List.of(
            new Container(
                "app",
                false,
                new Image(Given.image("app", version)),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(Set.of(references)))));
  }

  private static Given api() {
    return workload("api")
        .revision(taking("v1", "secret/jwt"))
        .revision(taking("v2", "secret/jwt"));
  }

  private static Given video(String... references) {
    return workload("video").revision(taking("v1", references));
  }

  private static Release recorded(String fingerprint) {
    var service =
        new ReleasedService(new TreeSet<>(), new TreeMap<>(Map.of("secret/jwt", fingerprint)));
    return new Release(
        Given.FIRST, "production", "v1", new TreeMap<>(Map.of("api", service)), "", "", "anna");
  }

  private static Secrets seen(Answer<WorkloadState> video, Map<String, Answer<String>> now) {
    return new Secrets(
        Map.of(
            "api", Map.of(WorkloadRef.deployment("api"), Answer.given(api().state())),
            "video", Map.of(WorkloadRef.deployment("video"), video)),
        now,
        List.of(recorded("0a1b")));
  }

  private static List<String> warnings(Secrets secrets) {
    Plan plan = new Planned().service("api", api()).sharing(secrets, JWT).plan();
    assertThat(plan.findings(Finding.Weight.BLOCKER)).isEmpty();
    return plan.findings(Finding.Weight.WARNING).stream()
        .filter(finding -> finding.about().equals("secret jwt"))
        .map(Finding::text)
        .toList();
  }

  private static final Answer<WorkloadState> VIDEO = Answer.given(video("secret/jwt").state());

  @Test
  void one_secret_of_all_that_has_not_changed_since_the_target_ran_is_nothing_to_speak_of() {
    assertThat(warnings(seen(VIDEO, Map.of("jwt", Answer.given("0a1b"))))).isEmpty();
  }

  @Test
  void one_that_changed_since_the_target_ran_is_warned_of() {
    assertThat(warnings(seen(VIDEO, Map.of("jwt", Answer.given("ffff")))))
        .singleElement()
        .asString()
        .startsWith("Changed since deployment/api v1 ran");
  }

  @Test
  void one_that_may_not_be_read_or_was_never_recorded_is_unknown_and_not_unchanged() {
    Problem forbidden = Problem.unchanged(ErrorCode.FORBIDDEN, "No.", "You may not look.", "");

    assertThat(warnings(seen(VIDEO, Map.of("jwt", Answer.refused(forbidden)))))
        .singleElement()
        .asString()
        .startsWith("Nobody knows")
        .endsWith("You may not look.");
    assertThat(warnings(new Secrets(seen(VIDEO, Map.of()).sharers(), Map.of(), List.of())))
        .singleElement()
        .asString()
        .startsWith("Nobody knows")
        .contains("stario release record --observe");
  }

  @Test
  void whoever_takes_another_secret_is_named_though_it_is_not_part_of_the_plan() {
    Answer<WorkloadState> another = Answer.given(video("secret/jwt-new").state());

    assertThat(warnings(seen(another, Map.of("jwt", Answer.given("0a1b")))))
        .singleElement()
        .asString()
        .startsWith("Not taken by deployment/video");
  }

  @Test
  void whoever_could_not_be_looked_at_is_unknown() {
    Answer<WorkloadState> gone =
        Answer.refused(Problem.unchanged(ErrorCode.WORKLOAD_NOT_FOUND, "Gone.", "", ""));

    assertThat(warnings(seen(gone, Map.of("jwt", Answer.given("0a1b")))))
        .singleElement()
        .asString()
        .contains("Nobody knows whether it is taken by deployment/video");
  }

  @Test
  void what_the_target_takes_counts_and_not_what_runs_now() {
    Given api =
        workload("api").revision(taking("v1", "secret/old")).revision(taking("v2", "secret/jwt"));

    Plan plan =
        new Planned()
            .service("api", api)
            .sharing(seen(VIDEO, Map.of("jwt", Answer.given("0a1b"))), JWT)
            .plan();

    assertThat(plan.findings(Finding.Weight.WARNING))
        .anySatisfy(f -> assertThat(f.text()).startsWith("Not taken by deployment/api"));
  }

  @Test
  void a_plan_of_none_of_its_services_says_nothing_of_it() {
    Plan plan =
        new Planned()
            .service("poster", workload("poster").revision("v1").revision("v2"))
            .sharing(seen(VIDEO, Map.of()), JWT)
            .plan();

    assertThat(plan.findings(Finding.Weight.WARNING)).isEmpty();
  }
}
