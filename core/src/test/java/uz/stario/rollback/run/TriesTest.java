package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Offer;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;

class TriesTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final StepOutcome FAILED = new StepOutcome.Failed("503", "");
  private static final StepOutcome UNKNOWN = new StepOutcome.Unknown("no answer");
  private static final StepOutcome PASSED = new StepOutcome.Succeeded("200");

  @Test
  void what_is_ill_as_a_whole_may_need_a_version_further_back() {
    assertThat(tries(health("web"), FAILED))
        .containsExactly(
            "stario history deployment/web -n shop  # check-health/web: for a version further back"
                + " (--to-version), if it is the release");
    assertThat(tries(pods("web"), FAILED)).singleElement().asString().contains("stario history");
  }

  @Test
  void what_may_be_one_feature_is_a_case_for_its_flag() {
    assertThat(tries(script("web"), FAILED))
        .containsExactly(
            "stario playbook show web  # check-smoke/web: a single feature can be switched off by"
                + " its flag");
    assertThat(tries(script(""), FAILED))
        .as("of the platform")
        .containsExactly(
            "stario playbook show  # check-smoke: a single feature can be switched off by its"
                + " flag");
  }

  @Test
  void a_known_issue_of_what_is_ill_comes_first_and_leaves_the_version_as_it_is() {
    Plan plan = Steps.plan(health("web")).withOffered(List.of(offer("web"), offer("api")));
    assertThat(tries(running(plan, "v1.2.3"), health("web"), FAILED).getFirst())
        .isEqualTo(
            "stario rollback web --with 'restart ingress' --to-version v1.2.3"
                + "  # if routes are stale");
    assertThat(tries(running(plan, "v1.2.3"), health("web"), FAILED)).hasSize(2);
    assertThat(tries(running(plan, "v1.2.3", "v9"), health("web"), FAILED))
        .as("no one version to stay at")
        .hasSize(1);
    assertThat(tries(running(plan, "v1.2.3"), health("web"), UNKNOWN))
        .as("nothing is known to be ill")
        .noneMatch(line -> line.contains("--with"));
  }

  @Test
  void what_nobody_could_tell_is_looked_at_again_in_all_services_where_it_is_of_the_platform() {
    assertThat(tries(health("web"), UNKNOWN))
        .containsExactly("stario verify web -e production  # check-health/web: could not tell");
    assertThat(tries(script(""), UNKNOWN))
        .containsExactly("stario verify -e production  # check-smoke: could not tell");
  }

  @Test
  void without_a_playbook_there_is_nothing_to_verify_by() {
    assertThat(tries(pods("web"), UNKNOWN)).isEmpty();
  }

  @Test
  void what_passed_needs_nothing() {
    assertThat(tries(health("web"), PASSED)).isEmpty();
  }

  private static Offer offer(String service) {
    return new Offer(
        service,
        "restart ingress",
        "routes are stale",
        "stario rollback " + service + " --with 'restart ingress'");
  }

  private static Plan running(Plan plan, String... versions) {
    List<WorkloadPlan> workloads =
        Stream.of(versions)
            .map(version ->
                new WorkloadPlan(
                    "web",
                    WorkloadRef.deployment("web"),
                    4,
                    "v1.2.4",
                    1,
                    version,
                    Health.UNKNOWN,
                    "",
                    false,
                    List.of(),
                    List.of()))
            .toList();
    return new Plan(
        plan.environment(),
        plan.target(),
        plan.madeAt(),
        plan.reason(),
        false,
        workloads,
        plan.steps(),
        plan.findings(),
        plan.approval(),
        plan.gates(),
        plan.offered(),
        plan.digest());
  }

  private static List<String> tries(Step step, StepOutcome outcome) {
    return tries(Steps.plan(step), step, outcome);
  }

  private static List<String> tries(Plan plan, Step step, StepOutcome outcome) {
    Run started = Run.started(Steps.ID, new RunEvent.Started(Steps.START, plan, "olim@laptop"));
    Run ended = started.apply(new RunEvent.StepEnded(Steps.START, step.id(), outcome));
    return Tries.of(ended, "deployment/web -n shop");
  }

  private static Step health(String service) {
    var check = new HealthCheck("health", "GET", "http://a", 200, Optional.empty(), LIMIT);
    return step("check-health", service, new Action.CheckHealth(service, check, LIMIT));
  }

  private static Step pods(String service) {
    return step(
        "check-pods", service, new Action.CheckPods(WorkloadRef.deployment(service), LIMIT));
  }

  private static Step script(String service) {
    Check check = new ScriptCheck("smoke", List.of("./smoke"), new TreeMap<>(), LIMIT);
    return step(
        "check-smoke", service, new Action.RunCheck(service, check, Duration.ZERO, LIMIT, LIMIT));
  }

  private static Step step(String name, String service, Action action) {
    String id = service.isEmpty() ? name : name + "/" + service;
    return Step.of(new StepId(id), service, action, Set.of(), Set.of(), 1, "");
  }
}
