package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.testkit.World.image;
import static uz.stario.rollback.testkit.World.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.RunListener;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.verify.CheckResult;

class EngineTest {

  private static final Service API = Plans.service("api", Set.of(), "api");
  private static final Service VIDEO = Plans.service("video", Set.of(), "gen", "worker");
  private static final Service WEB = Plans.service("web", Set.of("api", "video"), "web");

  private final World world = new World(7).live("api", "gen", "worker", "web");

  @Test
  void a_rollback_goes_back_checks_records_and_is_complete() {
    Run run = world.ended(world.start(world.plan(API)));

    assertThat(run.result()).contains(RunResult.COMPLETE);
    assertThat(world.workloads.changes()).containsExactly("deployment/api to v1");
    assertThat(Run.replay(World.RUN, world.journal())).contains(run);
    assertThat(world.told).isEqualTo(world.journal());
    assertThat(world.timers.left()).isZero();
  }

  @Test
  void rolled_back_twice_it_stays_where_it_is() {
    world.ended(world.start(world.plan(API)));

    Plan second = world.plan(API);

    assertThat(second.alreadySo()).isTrue();
    assertThat(second.workloads().getFirst().reason()).contains("went back to it");
  }

  @Test
  void rolled_back_twice_without_a_verdict_it_does_not_return_to_what_was_left() {
    world.health.put("http://api/health", new CheckResult.Failed("503"));
    Run run = world.ended(world.start(world.plan(API)));

    assertThat(run.result()).contains(RunResult.UNVERIFIED);
    assertThat(Plans.answer(world.workloads, world.clock.instant(), API))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.NO_TARGET));
  }

  @Test
  void what_was_taken_over_is_in_the_record_before_any_effect() {
    var over =
        new RunEvent.TakenOver(
            world.clock.instant(), "1122-other", "nargiza@desk", Fixtures.NOW, "it had ended");

    List<RunEvent> before = new ArrayList<>();
    Effects effects =
        new Effects() {
          @Override
          public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
            if (before.isEmpty()) {
              before.addAll(world.journal());
            }
            return world.effects().perform(run, step, attempt, mayHaveRun);
          }

          @Override
          public Sight look(RunId run, Step step) {
            return world.effects().look(run, step);
          }

          @Override
          public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
            return world.effects().watch(run, step, mark, told);
          }
        };

    world.ended(
        new Engine(world.journal, effects, world.timers, world.executor, world.clock)
            .having(List.of(over))
            .start(World.RUN, world.plan(API), "olim@laptop", Guard.NONE, (_, _) -> {}));

    assertThat(before).contains(over);
  }

  @Test
  void services_of_a_wave_go_back_together_and_the_next_wave_after_them() {
    world.ended(world.start(world.plan(API, VIDEO, WEB)));

    List<String> order =
        world.journal().stream()
            .filter(e -> e instanceof RunEvent.EffectIntended || e instanceof RunEvent.StepEnded)
            .map(e ->
                switch (e) {
                  case RunEvent.EffectIntended i -> "begin " + i.step();
                  case RunEvent.StepEnded s -> "end " + s.step();
                  default -> "";
                })
            .filter(s -> s.contains("roll-back"))
            .toList();
    assertThat(order.subList(0, 2))
        .containsExactlyInAnyOrder("begin roll-back/api", "begin roll-back/gen");
    assertThat(order.indexOf("begin roll-back/worker"))
        .isGreaterThan(order.indexOf("end roll-back/gen"));
    assertThat(order.indexOf("begin roll-back/web"))
        .isGreaterThan(order.indexOf("end roll-back/worker"))
        .isGreaterThan(order.indexOf("end roll-back/api"));
  }

  @Test
  void a_service_that_fails_stops_no_other_and_only_its_own_checks_are_skipped() {
    Plan plan = world.plan(API, VIDEO, WEB);
    world.workloads.setImage("gen", image("gen", 3));

    Run run = world.ended(world.start(plan));

    assertThat(outcome(run, "roll-back/gen")).isInstanceOf(StepOutcome.Failed.class);
    assertThat(outcome(run, "roll-back/worker")).isInstanceOf(StepOutcome.Skipped.class);
    assertThat(outcome(run, "check-health/video")).isInstanceOf(StepOutcome.Skipped.class);
    assertThat(outcome(run, "record-verdicts/gen")).isInstanceOf(StepOutcome.Skipped.class);
    assertThat(outcome(run, "record-verdicts/api")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(outcome(run, "record-verdicts/web")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(run.result()).contains(RunResult.PARTWAY);
    assertThat(world.workloads.changes())
        .containsExactly("deployment/api to v1", "deployment/web to v1");
  }

  @Test
  void without_a_journal_nothing_is_begun() {
    world.journal.fail(new InMemoryJournal.Failure.Unwritable());

    Ending ending = world.end(world.start(world.plan(API)));

    assertThat(ending).isInstanceOf(Ending.NotStarted.class);
    assertThat(world.workloads.changes()).isEmpty();
    assertThat(world.told).isEmpty();
  }

  @Test
  void a_run_of_a_name_that_is_taken_is_not_begun_and_changes_nothing() {
    world.journal.append(World.RUN, 0, List.of(Fixtures.started(Fixtures.NOW, "other")));

    Ending ending = world.end(world.start(world.plan(API)));

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.NotStarted.class,
            e -> assertThat(e.problem().changed()).isEqualTo("Nothing was changed."));
    assertThat(world.workloads.changes()).isEmpty();
  }

  @Test
  void when_the_journal_is_lost_midway_nothing_more_is_done() {
    Plan plan = world.plan(VIDEO);
    RunListener listener =
        World.once(
            RunEvent.EffectEnded.class,
            "roll-back/gen",
            _ -> world.journal.fail(new InMemoryJournal.Failure.Unwritable()));

    Ending ending = world.end(world.start(plan, world.journal, world.effects(), listener));

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.JournalLost.class,
            lost -> assertThat(Run.replay(World.RUN, world.journal())).contains(lost.run()));
    assertThat(world.workloads.changes()).containsExactly("deployment/gen to v1");
  }

  @Test
  void when_someone_else_writes_to_the_journal_nothing_more_is_done() {
    Plan plan = world.plan(VIDEO);
    RunListener listener =
        World.once(
            RunEvent.EffectEnded.class,
            "roll-back/gen",
            _ ->
                world.journal.append(
                    World.RUN,
                    world.journal().size(),
                    List.of(new RunEvent.Resumed(world.clock.instant(), "other@desk", false))));

    Ending ending = world.end(world.start(plan, world.journal, world.effects(), listener));

    assertThat(ending).isInstanceOf(Ending.JournalLost.class);
    assertThat(world.workloads.changes()).containsExactly("deployment/gen to v1");
  }

  @Test
  void a_stop_written_to_the_journal_by_somebody_else_is_heard_at_the_next_append() {
    Plan plan = world.plan(VIDEO);
    RunListener listener =
        World.once(RunEvent.EffectEnded.class, "roll-back/gen", _ -> stopFromOutside());

    Ending ending = world.end(world.start(plan, world.journal, world.effects(), listener));

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.Ended.class,
            ended -> {
              assertThat(ended.run().result()).contains(RunResult.PARTWAY);
              assertThat(ended.run().stop().orElseThrow().detail()).isEqualTo("other@desk");
              assertThat(Run.replay(World.RUN, world.journal())).contains(ended.run());
            });
  }

  @Test
  void a_stop_written_to_the_journal_while_the_run_only_waits_is_heard_soon() {
    world.workloads.rolloutTakes(Duration.ofMinutes(5));
    RunningRun running = world.start(world.plan(VIDEO));
    world.executor.runReady();
    stopFromOutside();

    Run run = world.ended(running);

    assertThat(outcome(run, "roll-back/gen")).isInstanceOf(StepOutcome.Unknown.class);
    assertThat(world.told).isEqualTo(world.journal());
    assertThat(run.endedAt().orElseThrow()).isBefore(run.startedAt().plus(Duration.ofSeconds(5)));
  }

  @Test
  void a_run_that_was_left_is_ended_where_it_stands_and_begins_nothing_new() {
    world.workloads.rolloutTakes(Duration.ofMinutes(5));
    world.start(world.plan(VIDEO));
    world.executor.runReady();
    int written = world.journal().size();
    List<String> changes = world.workloads.changes();

    Run run = world.ended(world.abort("zuhra@bastion"));

    assertThat(outcome(run, "roll-back/gen")).isInstanceOf(StepOutcome.Unknown.class);
    assertThat(outcome(run, "check-pods/gen")).isInstanceOf(StepOutcome.Skipped.class);
    assertThat(world.workloads.changes()).isEqualTo(changes);
    assertThat(world.journal().get(written))
        .isEqualTo(new RunEvent.Resumed(world.journal().get(written).at(), "zuhra@bastion", true));
    assertThat(Run.replay(World.RUN, world.journal())).contains(run);
  }

  private void stopFromOutside() {
    world.journal.append(
        World.RUN,
        world.journal().size(),
        List.of(new RunEvent.StopAsked(world.clock.instant(), "other@desk")));
  }

  @Test
  void a_stop_before_the_answer_lets_the_effect_end_and_begins_nothing_more() {
    RunningRun running = world.start(world.plan(VIDEO));
    world.executor.runOne();
    running.stop("olim");

    Run run = world.ended(running);

    assertThat(world.workloads.changes()).containsExactly("deployment/gen to v1");
    assertThat(outcome(run, "roll-back/gen")).isInstanceOf(StepOutcome.Unknown.class);
    assertThat(outcome(run, "roll-back/worker"))
        .isEqualTo(new StepOutcome.Skipped("stopped before it began"));
    assertThat(run.result()).contains(RunResult.PARTWAY);
  }

  @Test
  void a_stop_gives_up_a_wait_at_once_and_a_second_one_changes_nothing() {
    RunningRun running = world.start(world.plan(VIDEO));
    world.executor.runReady();
    running.stop("olim");
    running.stop("olim");
    world.executor.runReady();

    assertThat(running.ending()).isDone();
    Run run = world.ended(running);
    assertThat(outcome(run, "roll-back/gen").detail()).contains("goes on by itself");
    assertThat(Run.replay(World.RUN, world.journal())).contains(run);
  }

  @Test
  void an_exception_in_an_adapter_is_an_answer_that_is_not_known() {
    world.workloads.faults(Faults.script(Faults.Kind.THROWS));

    Run run = world.ended(world.start(world.plan(API)));

    assertThat(world.journal())
        .anySatisfy(e ->
            assertThat(e)
                .isInstanceOfSatisfying(
                    RunEvent.EffectEnded.class,
                    ended ->
                        assertThat(ended.outcome().detail())
                            .startsWith("internal error: java.lang.IllegalStateException")));
    assertThat(outcome(run, "roll-back/api")).isInstanceOf(StepOutcome.Succeeded.class);
  }

  @Test
  void an_exception_while_watching_ends_the_wait() {
    Effects broken =
        new Effects() {
          @Override
          public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
            return world.effects().perform(run, step, attempt, mayHaveRun);
          }

          @Override
          public Sight look(RunId run, Step step) {
            return new Sight.NotDone("");
          }

          @Override
          public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
            throw new IllegalStateException("a bug");
          }
        };

    Run run = world.ended(world.start(world.plan(API), world.journal, broken, (_, _) -> {}));

    assertThat(outcome(run, "roll-back/api"))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.detail()).contains("a bug");
              assertThat(failed.whatChanged()).contains("has the template of v1");
            });
  }

  @Test
  void a_listener_that_throws_does_not_stop_a_rollback() {
    RunListener broken =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };

    Run run = world.ended(world.start(world.plan(API), world.journal, world.effects(), broken));

    assertThat(run.result()).contains(RunResult.COMPLETE);
  }

  @Test
  void a_run_whose_lock_was_lost_before_it_is_taken_up_is_not_written_to() {
    RunEvent started = new RunEvent.Started(world.clock.instant(), world.plan(API), "olim@laptop");
    world.journal.append(World.RUN, 0, List.of(started));
    Guard lost =
        new Guard() {
          @Override
          public boolean mayAct() {
            return false;
          }

          @Override
          public String why() {
            return "it was taken over";
          }
        };

    Ending ending =
        world.end(
            new Engine(world.journal, world.effects(), world.timers, world.executor, world.clock)
                .resume(World.RUN, world.journal(), "zuhra", List.of(), lost, (_, _) -> {}));

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.NotStarted.class,
            e -> assertThat(e.problem().why()).contains("it was taken over"));
    assertThat(world.journal()).containsExactly(started);
  }

  @Test
  void a_journal_that_throws_ends_the_run_instead_of_leaving_it_without_an_end() {
    world.journal.fail(new InMemoryJournal.Failure.Crash(2, false));

    Ending ending = world.end(world.start(world.plan(API)));

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.JournalLost.class,
            lost -> assertThat(lost.problem().code()).isEqualTo(ErrorCode.INTERNAL));
  }

  @Test
  void an_answer_that_was_lost_is_found_by_looking_and_nothing_is_done_twice() {
    world.workloads.faults(Faults.script(Faults.Kind.ANSWER_LOST));

    Run run = world.ended(world.start(world.plan(API)));

    assertThat(outcome(run, "roll-back/api")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(world.workloads.changes()).containsExactly("deployment/api to v1");
    assertThat(run.result()).contains(RunResult.COMPLETE);
  }

  @Test
  void a_rollout_that_takes_too_long_is_out_of_time_at_its_deadline() {
    world.workloads.rolloutTakes(Duration.ofHours(3));
    var began = world.clock.instant();

    Run run = world.ended(world.start(world.plan(API)));

    assertThat(outcome(run, "roll-back/api")).isInstanceOf(StepOutcome.TimedOut.class);
    assertThat(run.endedAt()).contains(began.plus(Duration.ofMinutes(10)));
    assertThat(run.result()).contains(RunResult.PARTWAY);
  }

  @Test
  void an_image_that_cannot_be_pulled_is_given_up_long_before_the_deadline() {
    world.workloads.breakImage(image("api", 1), "can't be pulled");
    var began = world.clock.instant();

    Run run = world.ended(world.start(world.plan(API)));

    assertThat(outcome(run, "roll-back/api").detail()).contains("can't be pulled");
    assertThat(run.endedAt()).contains(began.plusSeconds(35));
  }

  @Test
  void trouble_that_is_mended_in_time_is_forgotten() {
    world.workloads.breakImage(image("api", 1), "can't be pulled");
    RunningRun running = world.start(world.plan(API));
    world.settle(Duration.ofSeconds(20));
    world.workloads.mendImage(image("api", 1));

    assertThat(world.ended(running).result()).contains(RunResult.COMPLETE);
  }

  @Test
  void pods_that_crash_after_the_rollout_are_told_with_their_last_words() {
    Plan plan = world.plan(API);
    world.workloads.crash("api", "reading the configuration", "no such key: regions");

    Run run = world.ended(world.start(plan));

    assertThat(run.result()).contains(RunResult.UNVERIFIED);
    assertThat(Report.of(run).verification())
        .containsSubsequence("  api-0 wrote last:", "    no such key: regions");
    assertThat(Report.of(run).next()).first().asString().startsWith("stario history ");
  }

  @Test
  void a_workload_without_pods_is_not_called_healthy() {
    Plan plan = world.plan(API);
    world.workloads.scale("api", 0);

    Run run = world.ended(world.start(plan));

    assertThat(outcome(run, "check-pods/api")).isInstanceOf(StepOutcome.Unknown.class);
    assertThat(run.result()).contains(RunResult.UNVERIFIED);
  }

  @Test
  void a_revision_left_that_is_gone_does_not_keep_the_other_from_its_verdict() {
    world.workloads.create("lone", image("lone", 1), 1);
    world.settle(Duration.ofHours(1));
    world.workloads.setImage("lone", image("lone", 2));
    world.settle(Duration.ofHours(1));
    Plan plan = world.plan(Plans.service("lone", Set.of(), "lone"));
    world.workloads.keepNoHistory("lone");

    Run run = world.ended(world.start(plan));

    assertThat(outcome(run, "record-verdicts/lone")).isInstanceOf(StepOutcome.Failed.class);
    assertThat(run.result()).contains(RunResult.COMPLETE);
    Plan again = world.plan(Plans.service("lone", Set.of(), "lone"));
    assertThat(again.workloads().getFirst().toHealth())
        .isEqualTo(uz.stario.rollback.release.Health.HEALTHY);
  }

  @Test
  void nothing_is_performed_before_its_intent_is_written() {
    Effects watchful =
        new Effects() {
          @Override
          public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
            assertThat(world.journal())
                .anyMatch(e ->
                    e instanceof RunEvent.EffectIntended intended
                        && intended.step().equals(step.id())
                        && intended.attempt() == attempt);
            return world.effects().perform(run, step, attempt, mayHaveRun);
          }

          @Override
          public Sight look(RunId run, Step step) {
            return new Sight.NotDone("");
          }

          @Override
          public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
            return world.effects().watch(run, step, mark, told);
          }
        };

    Run run = world.ended(world.start(world.plan(API), world.journal, watchful, (_, _) -> {}));

    assertThat(run.result()).contains(RunResult.COMPLETE);
  }
}
