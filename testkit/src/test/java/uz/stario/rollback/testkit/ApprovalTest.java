package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Clearance;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.RunningRun;

/** Runs that begin nothing before a second person has approved. */
class ApprovalTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final World world = new World(7).live("api");
  private final Plan plan = world.plan(Plans.service("api", Set.of(), "api"));
  private final InMemoryApprovals place = new InMemoryApprovals(false);

  @Test
  void nothing_begins_before_someone_else_has_approved_the_plan() {
    RunningRun running = start(need(false, false), Optional.empty(), place);
    world.settle(Duration.ofMinutes(10));
    assertThat(world.workloads.changes()).isEmpty();

    place.as("zuhra").give(World.RUN, plan.digest());
    Run run = world.ended(running);

    assertThat(run.result()).contains(RunResult.COMPLETE);
    assertThat(run.clearance().orElseThrow().words()).isEqualTo("approved by zuhra");
    assertThat(Duration.between(run.startedAt(), run.clearance().orElseThrow().at()))
        .isLessThan(Duration.ofMinutes(11));
    assertThat(Run.replay(World.RUN, world.journal())).contains(run);
    assertThat(world.timers.left()).isZero();
  }

  @Test
  void the_requester_another_plan_and_a_name_that_nobody_vouches_for_do_not_count() {
    InMemoryApprovals lenient = new InMemoryApprovals(true);
    lenient.as("olim").give(World.RUN, plan.digest());
    lenient.as("zuhra").give(World.RUN, "ab".repeat(32));
    lenient.as("anyone").give(World.RUN, plan.digest());

    Run run = world.ended(start(need(false, false), Optional.empty(), lenient));

    assertThat(run.result()).contains(RunResult.NOT_APPROVED);
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(world.workloads.changes()).isEmpty();
  }

  @Test
  void a_name_that_nobody_vouches_for_counts_where_the_playbook_says_so_and_is_called_attested() {
    InMemoryApprovals lenient = new InMemoryApprovals(true);
    lenient.as("zuhra").give(World.RUN, plan.digest());

    Run run = world.ended(start(need(true, false), Optional.empty(), lenient));

    assertThat(run.result()).contains(RunResult.COMPLETE);
    assertThat(run.clearance().orElseThrow().kind()).isEqualTo(Clearance.Kind.ATTESTED);
  }

  @Test
  void an_approval_that_comes_too_late_is_none() {
    RunningRun running = start(need(false, false), Optional.empty(), place);
    world.settle(HOUR.plusSeconds(1));
    place.as("zuhra").give(World.RUN, plan.digest());

    Run run = world.ended(running);

    assertThat(run.result()).contains(RunResult.NOT_APPROVED);
    assertThat(Duration.between(run.startedAt(), run.endedAt().orElseThrow())).isEqualTo(HOUR);
  }

  @Test
  void glass_is_broken_with_a_reason_only_where_that_is_allowed() {
    Run allowed = world.ended(start(need(false, true), Optional.of("everything is down"), place));
    assertThat(allowed.result()).contains(RunResult.COMPLETE);
    assertThat(allowed.clearance().orElseThrow().words())
        .isEqualTo("glass broken by olim@laptop, without an approval: everything is down");

    World other = new World(8).live("api");
    Run refused =
        other.ended(
            engine(other, place)
                .start(
                    World.RUN,
                    other.plan(Plans.service("api", Set.of(), "api")),
                    "olim@laptop",
                    Optional.of(need(other, false, false)),
                    Optional.of("x"),
                    Guard.NONE,
                    (_, _) -> {}));
    assertThat(refused.result()).contains(RunResult.NOT_APPROVED);
    assertThat(other.workloads.changes()).isEmpty();
  }

  @Test
  void a_run_that_waits_can_be_stopped() {
    RunningRun running = start(need(false, false), Optional.empty(), place);
    world.settle(Duration.ofMinutes(1));
    running.stop("olim");

    assertThat(world.ended(running).result()).contains(RunResult.STOPPED);
  }

  @Test
  void a_run_that_waited_when_its_process_was_killed_waits_on_when_it_is_taken_up() {
    start(need(false, false), Optional.empty(), place);
    world.settle(Duration.ofMinutes(1));

    RunningRun resumed =
        engine(world, place)
            .resume(World.RUN, world.journal(), "zuhra", List.of(), Guard.NONE, (_, _) -> {});
    world.settle(Duration.ofMinutes(1));
    assertThat(world.workloads.changes()).isEmpty();
    place.as("zuhra").give(World.RUN, plan.digest());

    assertThat(world.ended(resumed).result()).contains(RunResult.COMPLETE);
  }

  private RunningRun start(ApprovalNeed need, Optional<String> glass, InMemoryApprovals where) {
    return engine(world, where)
        .start(World.RUN, plan, "olim@laptop", Optional.of(need), glass, Guard.NONE, (_, _) -> {});
  }

  private static Engine engine(World world, InMemoryApprovals where) {
    return new Engine(
        world.journal,
        world.effects(),
        where.as("olim"),
        world.timers,
        world.executor,
        world.clock);
  }

  private ApprovalNeed need(boolean attested, boolean breakGlass) {
    return need(world, attested, breakGlass);
  }

  private static ApprovalNeed need(World world, boolean attested, boolean breakGlass) {
    return new ApprovalNeed("olim", world.clock.instant().plus(HOUR), attested, breakGlass);
  }
}
