package uz.stario.rollback.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.MessageTemplate;
import uz.stario.rollback.playbook.MessageTemplates;
import uz.stario.rollback.playbook.Placeholder;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.StepOutcome;

/** What stands in the golden files is what people read; -Dupdate.golden=true writes them anew. */
class MessagesTest {

  private static final Instant START = Instant.parse("2026-01-31T10:05:00Z");
  private static final RunId RUN = new RunId("0131-k3f9m");
  private static final StepOutcome DONE = new StepOutcome.Succeeded("3 of 3 ready");
  private static final StepOutcome PASSED = new StepOutcome.Succeeded("200 within 5 ms");
  private static final StepOutcome NO = new StepOutcome.Failed("503: upstream down", "");
  private static final StepOutcome NOBODY_KNOWS = new StepOutcome.Unknown("no answer in 5 s");
  private static final StepOutcome LEFT_OUT = new StepOutcome.Skipped("stopped before it");

  private final Messages bare = new Messages(MessageTemplates.USUAL, Extras.NONE);
  private final Messages full =
      new Messages(
          MessageTemplates.USUAL,
          new Extras(
              Optional.of("people can't make videos"),
              Optional.of("Monday 10:00"),
              Optional.of("PR #481"),
              measured(0.124, 1_830),
              measured(0.002, 210)));

  @Test
  void the_beginning_with_all_that_can_be_known() throws IOException {
    Message message =
        full.inProgress(plan(), RUN, "olim@laptop", START, Optional.of(Duration.ofSeconds(100)));

    golden("in-progress", message);
  }

  @Test
  void the_beginning_of_a_first_run_leaves_visibly_open_what_nobody_knows() throws IOException {
    golden(
        "in-progress-open", bare.inProgress(plan(), RUN, "olim@laptop", START, Optional.empty()));
  }

  @Test
  void the_end_of_a_run_of_which_every_check_passed() throws IOException {
    golden("complete", full.ended(ended(RunResult.COMPLETE, DONE, PASSED, PASSED)));
  }

  @Test
  void the_end_can_tell_the_impact_by_what_was_measured_where_nobody_said_it() {
    MessageTemplate own = MessageTemplates.USUAL.inProgress();

    Message message =
        new Messages(new MessageTemplates(own, own, own), Extras.NONE)
            .with(measured(0.124, 1_830), Measured.NOTHING)
            .ended(ended(RunResult.COMPLETE, DONE, PASSED, PASSED));

    assertThat(message.fields())
        .contains(new Message.Field("Impact", "12.4 % of requests failed, P95 1830 ms"));
  }

  @Test
  void the_end_leaves_open_what_nobody_has_said() throws IOException {
    golden("complete-open", bare.ended(ended(RunResult.COMPLETE, DONE, PASSED, PASSED)));
  }

  @Test
  void the_end_of_a_run_whose_checks_failed() throws IOException {
    golden("unverified", bare.ended(ended(RunResult.UNVERIFIED, DONE, NO, NOBODY_KNOWS)));
  }

  @Test
  void the_end_of_a_run_that_went_half_the_way() throws IOException {
    golden(
        "partway",
        full.ended(
            ended(
                RunResult.PARTWAY,
                new StepOutcome.TimedOut("1 of 3 ready", "deployment/video-gen: v2 → v1"),
                LEFT_OUT,
                LEFT_OUT)));
  }

  @Test
  void a_run_that_waits_for_a_person() throws IOException {
    golden("asks", bare.asks(begun()));
  }

  @Test
  void a_run_whose_journal_was_lost() throws IOException {
    golden(
        "lost",
        bare.lost(
            begun(),
            new Problem(
                ErrorCode.JOURNAL_UNWRITABLE,
                "Cannot go on.",
                "The disk is full.",
                "What it began may go on.",
                "Make room, then `stario resume 0131-k3f9m`.")));
  }

  @Test
  void a_run_that_waits_for_a_second_person() throws IOException {
    ApprovalNeed need =
        new ApprovalNeed("olim@laptop", START.plus(Duration.ofMinutes(15)), false, true);

    golden("approval", bare.approvalWanted(plan(), RUN, START, need));
  }

  @Test
  void all_systems_are_operational_only_when_every_check_passed() {
    for (StepOutcome one : List.of(PASSED, NO, NOBODY_KNOWS, LEFT_OUT)) {
      for (StepOutcome other : List.of(PASSED, NO, NOBODY_KNOWS, LEFT_OUT)) {
        for (RunResult result : RunResult.values()) {
          String told = text(full.ended(ended(result, DONE, one, other)));
          boolean operational =
              one.well()
                  && other.well()
                  && Set.of(RunResult.COMPLETE, RunResult.ALREADY_SO).contains(result);
          assertThat(told.contains("operational")).as("%s %s", result, told).isEqualTo(operational);
        }
      }
    }
  }

  @Test
  void without_any_check_nobody_says_that_all_is_well() {
    Plan unchecked = plan(List.of(plan().steps().getFirst()));
    Run run =
        Run.replay(
                RUN,
                List.of(
                    new RunEvent.Started(START, unchecked, "olim@laptop"),
                    new RunEvent.EffectIntended(START, new StepId("roll-back/video-gen"), 1),
                    new RunEvent.StepEnded(START, new StepId("roll-back/video-gen"), DONE),
                    new RunEvent.Ended(START, RunResult.COMPLETE)))
            .orElseThrow();

    assertThat(text(bare.ended(run)))
        .doesNotContain("operational")
        .contains("whether all is well is not known", "Checks: none was made");
  }

  @ParameterizedTest
  @EnumSource
  void every_placeholder_of_a_template_of_ones_own_is_filled(Placeholder placeholder) {
    MessageTemplate own =
        new MessageTemplate(
            "now ${" + placeholder.key() + "}",
            List.of(
                new MessageTemplate.Line("It", "is ${" + placeholder.key() + "} and $1 \\ {x}")),
            "${state}",
            "");
    Messages messages = new Messages(new MessageTemplates(own, own, own), full.extras());

    String told = text(messages.ended(ended(RunResult.UNVERIFIED, DONE, NO, PASSED)));

    assertThat(told).doesNotContain("${").contains(" and $1 \\ {x}");
  }

  @Test
  void a_plan_of_hundreds_of_workloads_has_a_bounded_message() {
    Plan many =
        Plan.of(
            "production",
            "prod/stario",
            START,
            "",
            false,
            IntStream.range(0, 500).mapToObj(i -> workload("s" + i)).toList(),
            List.of(),
            List.of());

    assertThat(bare.inProgress(many, RUN, "olim", START, Optional.empty()).details())
        .hasSize(101)
        .last()
        .asString()
        .startsWith("… and 401 more");
  }

  @Test
  void an_end_is_complete_only_when_the_run_is() {
    for (RunResult result : RunResult.values()) {
      Kind kind = bare.ended(ended(result, DONE, PASSED, PASSED)).kind();
      assertThat(kind == Kind.COMPLETE)
          .as(result.name())
          .isEqualTo(result == RunResult.COMPLETE || result == RunResult.ALREADY_SO);
    }
  }

  private static Measured measured(double errorRate, long p95) {
    return new Measured(Optional.of(errorRate), Optional.of(Duration.ofMillis(p95)));
  }

  private static Plan plan() {
    return plan(
        List.of(
            step(
                "roll-back/video-gen",
                new Action.RollBack(
                    WorkloadRef.deployment("video-gen"),
                    new Assumption("uid", "v2", "rs-1", "v1"),
                    2,
                    "v2",
                    1,
                    "v1",
                    List.of(),
                    false,
                    Duration.ofMinutes(10))),
            step(
                "check-pods/video-gen",
                new Action.CheckPods(WorkloadRef.deployment("video-gen"), Duration.ofSeconds(30))),
            step(
                "check-health/video-gen/health",
                new Action.CheckHealth(
                    "video-gen",
                    new HealthCheck(
                        "health",
                        "GET",
                        "https://a.example",
                        200,
                        Optional.empty(),
                        Duration.ofSeconds(5)),
                    Duration.ofSeconds(30)))));
  }

  private static Plan plan(List<Step> steps) {
    return new Plan(
        "production",
        "prod/stario",
        START,
        "5xx errors > 10%: 12.4 % of 1000 requests failed",
        true,
        List.of(workload("video-gen")),
        steps,
        List.of(),
        "0123456789abcdef");
  }

  private static WorkloadPlan workload(String service) {
    return new WorkloadPlan(
        service,
        WorkloadRef.deployment(service),
        2,
        "v2",
        1,
        "v1",
        Health.UNKNOWN,
        "the previous version",
        false,
        List.of(),
        List.of());
  }

  private static Step step(String id, Action action) {
    return Step.of(new StepId(id), "video-gen", action, Set.of(), Set.of(), 1, "");
  }

  private static Run begun() {
    return Run.started(RUN, new RunEvent.Started(START, plan(), "olim@laptop"));
  }

  private static Run ended(RunResult result, StepOutcome... outcomes) {
    Run run = begun();
    for (int i = 0; i < outcomes.length; i++) {
      StepId step = plan().steps().get(i).id();
      if (!(outcomes[i] instanceof StepOutcome.Skipped)) {
        run = run.apply(new RunEvent.EffectIntended(START, step, 1));
      }
      run = run.apply(new RunEvent.StepEnded(START, step, outcomes[i]));
    }
    return run.apply(new RunEvent.Ended(START.plusSeconds(200), result));
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder(message.kind() + "\n" + message.title() + "\n\n");
    message
        .fields()
        .forEach(f -> text.append(f.name()).append(": ").append(f.value()).append('\n'));
    text.append('\n').append(message.status()).append('\n');
    text.append(message.closing()).append('\n');
    message.details().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static void golden(String name, Message message) throws IOException {
    Path file = Path.of("src/test/resources/golden/messages", name + ".txt");
    if (Boolean.getBoolean("update.golden")) {
      Files.writeString(file, text(message));
    }
    assertThat(text(message)).isEqualTo(Files.readString(file));
  }
}
