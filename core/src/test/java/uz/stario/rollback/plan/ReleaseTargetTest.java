package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static uz.stario.rollback.release.Given.container;
import static uz.stario.rollback.release.Given.image;
import static uz.stario.rollback.release.Given.template;
import static uz.stario.rollback.release.Given.workload;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleaseSet;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;

class ReleaseTargetTest {

  private static final Instant THEN = Instant.parse("2026-01-01T12:00:00Z");

  private static Release release(String version, int hours, String service, String... images) {
    var released = new ReleasedService(new TreeSet<>(Arrays.asList(images)), new TreeMap<>());
    return new Release(
        THEN.plusSeconds(3600L * hours),
        "production",
        version,
        new TreeMap<>(Map.of(service, released)),
        "",
        "",
        "anna");
  }

  /** What ran when the release of that name was put live. */
  private static RevisionChoice set(String name, Release... releases) {
    List<Release> all = List.of(releases);
    Instant at = all.stream().filter(r -> r.version().equals(name)).findFirst().orElseThrow().at();
    return ReleaseTarget.of(
        name, ReleaseSet.at(at, "production", all), scope("api", "video", "poster"));
  }

  private static Scope scope(String... services) {
    var environment =
        new Environment(
            "production",
            Optional.empty(),
            "stario",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Scope(
        environment,
        Arrays.stream(services)
            .map(name ->
                new Service(
                    name,
                    List.of(WorkloadRef.deployment(name)),
                    Set.of(),
                    new TreeSet<>(),
                    List.of()))
            .toList());
  }

  private static Given three(String name) {
    return workload(name).revision("v1").revision("v2").revision("v3");
  }

  @Test
  void each_service_goes_to_what_it_ran_when_the_release_was_put_live() {
    Plan plan =
        new Planned()
            .service("api", three("api"))
            .service("video", three("video"))
            .choose(set("v2", release("v1", 0, "video"), release("v2", 1, "api")))
            .plan();

    assertThat(plan.workloads())
        .extracting(WorkloadPlan::toVersion, WorkloadPlan::reason)
        .containsExactly(
            tuple("v2", "release v2 of 2026-01-01T13:00:00Z"),
            tuple("v1", "release v1 of 2026-01-01T12:00:00Z, which ran together with v2"));
  }

  @Test
  void a_release_that_came_later_is_not_part_of_the_set() {
    Plan plan =
        new Planned()
            .service("api", three("api"))
            .service("video", three("video"))
            .choose(
                set(
                    "v1",
                    release("v1", 0, "api"),
                    release("v2", 1, "api"),
                    release("v2", 2, "video")))
            .plan();

    assertThat(plan.workloads())
        .singleElement()
        .extracting(WorkloadPlan::toVersion)
        .isEqualTo("v1");
  }

  @Test
  void what_runs_it_already_is_listed_and_left_alone() {
    Plan plan =
        new Planned()
            .service("api", three("api"))
            .service("video", workload("video").revision("v1"))
            .choose(set("v1", release("v1", 0, "video"), release("v1", 0, "api")))
            .plan();

    assertThat(plan.workloads())
        .extracting(WorkloadPlan::service, WorkloadPlan::alreadySo)
        .containsExactly(tuple("api", false), tuple("video", true));
    assertThat(plan.steps()).extracting(Step::service).containsOnly("api");
  }

  @Test
  void what_the_set_does_not_name_is_listed_and_left_alone() {
    Plan plan =
        new Planned()
            .service("api", three("api"))
            .service("poster", three("poster"))
            .choose(set("v1", release("v1", 0, "api")))
            .plan();

    assertThat(plan.findings(Finding.Weight.NOTE))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.about()).isEqualTo("deployment/poster");
          assertThat(finding.text()).startsWith("Left alone").contains("v1");
        });
  }

  @Test
  void a_part_that_was_recorded_bad_refuses_the_whole_set_unless_somebody_says_why() {
    Given bad = workload("api").revision("v1").judged(Health.VULNERABLE, "k3f9").revision("v2");
    Planned planned =
        new Planned()
            .service("video", three("video"))
            .service("api", bad)
            .leaveUnable()
            .choose(set("v1", release("v1", 0, "video"), release("v1", 0, "api")));

    Problem problem = Planned.problem(planned.answer());
    assertThat(problem.code()).isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
    assertThat(problem.next()).contains("--override-verdict");
    assertThat(planned.overrideVerdict().plan().steps())
        .extracting(Step::service)
        .contains("api", "video");
  }

  @Test
  void a_part_whose_revision_is_no_longer_kept_refuses_the_whole_set() {
    Problem problem =
        Planned.problem(
            new Planned()
                .service("video", three("video"))
                .service("api", workload("api").revision("v2").revision("v3"))
                .leaveUnable()
                .choose(
                    set(
                        "v1",
                        release("v1", 0, "video"),
                        release("v1", 0, "api", image("app", "v1"))))
                .answer());

    assertThat(problem.code()).isEqualTo(ErrorCode.VERSION_NOT_FOUND);
    assertThat(problem.sentence())
        .contains("deployment/api", "release v1", image("app", "v1"), "2 (v3), 1 (v2)");
  }

  @Test
  void the_recorded_digest_tells_apart_what_was_released_under_one_tag() {
    String moved = image("app", "v1") + "@sha256:" + "a".repeat(64);
    String then = image("app", "v1") + "@sha256:" + "b".repeat(64);
    Given api =
        workload("api")
            .revision(template(List.of(container("app", then, Map.of()))))
            .revision(template(List.of(container("app", moved, Map.of()))))
            .revision("v2");

    Plan plan =
        new Planned().service("api", api).choose(set("v1", release("v1", 0, "api", then))).plan();

    assertThat(Planned.rollBack(plan, "api").to()).isEqualTo(1);
  }

  @Test
  void a_workload_whose_image_nobody_recorded_goes_by_the_versions_name() {
    Plan plan =
        new Planned()
            .service("api", three("api"))
            .choose(set("v1", release("v1", 0, "api", "registry.example/other:v1")))
            .plan();

    assertThat(plan.workloads())
        .singleElement()
        .extracting(WorkloadPlan::toVersion)
        .isEqualTo("v1");
  }
}
