package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;

class RemediesTest {

  private static final OptionalStep CLEAR =
      new OptionalStep(
          "clear the queue",
          "jobs fail again and again",
          OptionalStep.Moment.BEFORE,
          new OptionalStep.Remedy.Quarantine("video_queue"));
  private static final OptionalStep INGRESS =
      restart("restart ingress", "ingress", Optional.of("ingress-nginx"));

  @Test
  void what_nobody_asked_for_is_offered_with_the_command_that_adds_it_and_is_no_step() {
    Plan plan = video().plan();

    assertThat(plan.offered())
        .containsExactly(
            new Offer(
                "video",
                "clear the queue",
                "jobs fail again and again",
                "stario rollback video -e production --with 'clear the queue'"),
            new Offer(
                "video",
                "restart ingress",
                "it helps",
                "stario rollback video -e production --with 'restart ingress'"));
    assertThat(ids(plan))
        .containsExactly(
            "roll-back/video",
            "roll-back/worker",
            "check-pods/video",
            "check-pods/worker",
            "record-verdicts/video",
            "record-verdicts/worker");
  }

  @Test
  void what_comes_before_is_waited_for_but_not_needed_by_the_roll_backs() {
    Plan plan = video().with("clear the queue").plan();

    StepId clear = new StepId("quarantine/video_queue");
    Step rollBack = Planned.step(plan, "roll-back/video");
    assertThat(rollBack.after()).contains(clear);
    assertThat(rollBack.needs()).doesNotContain(clear);
    assertThat(ids(plan)).startsWith("quarantine/video_queue", "roll-back/video");
    assertThat(plan.offered()).extracting(Offer::name).containsExactly("restart ingress");
  }

  @Test
  void what_comes_after_needs_the_roll_backs_and_the_checks_wait_for_it() {
    Plan plan = video().with("restart ingress").plan();

    StepId restart = new StepId("restart/ingress");
    assertThat(Planned.step(plan, restart.value()).needs())
        .containsExactlyInAnyOrder(new StepId("roll-back/video"), new StepId("roll-back/worker"));
    Step pods = Planned.step(plan, "check-pods/video");
    assertThat(pods.after()).contains(restart);
    assertThat(pods.needs()).doesNotContain(restart);
  }

  @Test
  void a_quarantine_says_where_the_jobs_are_kept_and_how_they_come_back() {
    Step step = Planned.step(video().with("clear the queue").plan(), "quarantine/video_queue");

    assertThat(step.command())
        .isEqualTo(
            "redis-cli -u \"$SHOP_REDIS_URL\" RENAMENX video_queue video_queue:quarantine:<run>");
    Action.StoreChange change = (Action.StoreChange) step.action();
    assertThat(change.wayBack("20260102-a1b2"))
        .isEqualTo(
            "redis-cli -u \"$SHOP_REDIS_URL\" RENAMENX video_queue:quarantine:20260102-a1b2"
                + " video_queue");
    assertThat(QueueQuarantine.key(change)).isEqualTo("video_queue");
    assertThat(QueueQuarantine.redis(change))
        .isEqualTo(new SecretSource.FromEnvironment("SHOP_REDIS_URL"));
    assertThat(Traits.of(change).danger()).isEqualTo(Danger.DISRUPTIVE);
  }

  @Test
  void an_address_in_a_file_survives_the_way_into_the_plan() {
    SecretSource file = new SecretSource.FromFile("/run/secrets/the redis");
    OptionalStep clear =
        new OptionalStep(
            "clear", "", OptionalStep.Moment.AFTER, new OptionalStep.Remedy.Quarantine("q"));
    Plan plan = video().redis(Optional.of(file)).offering(clear).with("clear").plan();
    Step step = Planned.step(plan, "quarantine/q");

    assertThat(step.command()).contains("-u \"$(cat '/run/secrets/the redis')\" RENAMENX q ");
    assertThat(QueueQuarantine.redis((Action.StoreChange) step.action())).isEqualTo(file);
  }

  @Test
  void a_restart_is_made_in_its_namespace_and_locks_what_it_restarts() {
    Plan plan = video().with("restart ingress").plan();
    Step step = Planned.step(plan, "restart/ingress");

    assertThat(step.action())
        .isEqualTo(
            new Action.Restart(
                WorkloadRef.deployment("ingress"), "ingress-nginx", Request.DEFAULT_ROLLOUT_LIMIT));
    assertThat(step.command())
        .isEqualTo(
            "kubectl rollout restart deployment/ingress -n ingress-nginx"
                + " && kubectl rollout status deployment/ingress -n ingress-nginx");
    assertThat(TargetKey.of(plan)).contains(new TargetKey("deployment/ingress in ingress-nginx"));
  }

  @Test
  void the_namespace_of_the_environment_need_not_be_said() {
    OptionalStep said = restart("restart cache", "cache", Optional.of("stario"));

    Plan plan = video().offering(said).with("restart cache").plan();

    assertThat(((Action.Restart) Planned.step(plan, "restart/cache").action()).namespace())
        .isEmpty();
  }

  @Test
  void what_goes_back_in_the_same_plan_is_not_restarted_besides() {
    OptionalStep api = restart("restart the gateway", "api", Optional.empty());

    Plan plan =
        video()
            .offering(api)
            .service("api", Set.of("video"), List.of(), "api")
            .with("restart the gateway")
            .plan();

    assertThat(ids(plan)).doesNotContain("restart/api");
    assertThat(plan.findings())
        .contains(
            new Finding(
                Finding.Weight.NOTE,
                "restart the gateway",
                "Left out: deployment/api is rolled back, which restarts it."));
  }

  @Test
  void two_services_that_ask_for_the_same_get_it_once() {
    Plan plan =
        video()
            .service("api", Set.of("video"), List.of(), "api")
            .offering(INGRESS)
            .with("restart ingress")
            .plan();

    assertThat(ids(plan).stream().filter(id -> id.startsWith("restart/"))).hasSize(1);
  }

  @Test
  void what_was_asked_for_is_made_though_nothing_has_to_go_back() {
    Plan plan =
        new Planned()
            .service("web", Set.of(), List.of(), "web")
            .offering(CLEAR)
            .since(Instant.parse("2030-01-01T00:00:00Z"))
            .with("clear the queue")
            .plan();

    assertThat(ids(plan)).containsExactly("quarantine/video_queue");
    assertThat(plan.alreadySo()).isFalse();
  }

  @Test
  void a_request_for_another_target_asks_for_the_same_steps() {
    Request asked =
        Request.previous(
                new Scope(
                    new Environment(
                        "production",
                        Optional.empty(),
                        "stario",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    List.of()))
            .with(List.of("clear the queue"));

    assertThat(asked.to(new RevisionChoice.Version("v1")).optional())
        .containsExactly("clear the queue");
  }

  @Test
  void what_the_environment_does_not_have_is_neither_offered_nor_made() {
    Planned elsewhere = video().redis(Optional.empty());

    assertThat(elsewhere.plan().offered())
        .extracting(Offer::name)
        .containsExactly("restart ingress");
    assertThat(ids(elsewhere.with("clear the queue").plan()))
        .noneMatch(id -> id.startsWith("quarantine/"));
  }

  private static Planned video() {
    return new Planned()
        .service("video", Set.of(), List.of(), "video", "worker")
        .offering(CLEAR)
        .offering(INGRESS);
  }

  private static OptionalStep restart(String name, String workload, Optional<String> namespace) {
    return new OptionalStep(
        name,
        "it helps",
        OptionalStep.Moment.AFTER,
        new OptionalStep.Remedy.Restart(WorkloadRef.deployment(workload), namespace));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(step -> step.id().value()).toList();
  }
}
