package uz.stario.rollback.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.Traits;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.Command;
import uz.stario.rollback.run.Decider;
import uz.stario.rollback.run.Decision;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.engine.Guard;

/**
 * Parts of the program as a {@link Sabotage} makes them; sound where it is about another part. Each
 * does wrong by itself: nothing tells the invariants.
 */
final class Broken {

  private Broken() {}

  /** What the planner sees of the cluster. */
  static Workloads planner(Sabotage sabotage, Workloads real) {
    return sabotage == Sabotage.GOES_BACK_TO_BAD ? new WithoutVerdicts(real) : real;
  }

  static Timers timers(Sabotage sabotage, Timers real) {
    return sabotage == Sabotage.NEVER_WAKES ? (_, _) -> () -> {} : real;
  }

  static Guard guard(Sabotage sabotage, Guard real) {
    return sabotage == Sabotage.IGNORES_LOST_LEASE ? Guard.NONE : real;
  }

  static Decider decider(Sabotage sabotage) {
    return sabotage == Sabotage.LEAVES_INTENTS_OPEN ? Broken::leaving : Decision::decide;
  }

  /** What may have been done and can't be seen is called not begun, and nobody is asked. */
  private static List<Command> leaving(Run run, RunEvent event) {
    return Decision.decide(run, event).stream()
        .map(command ->
            command instanceof Command.Record(RunEvent.Asked asked)
                ? new Command.Record(
                    new RunEvent.StepEnded(
                        asked.at(), asked.step(), new StepOutcome.Skipped("cannot tell")))
                : command)
        .toList();
  }

  static Journal journal(Sabotage sabotage, Journal real) {
    return switch (sabotage) {
      case ACTS_WITHOUT_INTENT -> new WriteBehind(real);
      case LOSES_EVENTS -> new Forgetful(real);
      default -> real;
    };
  }

  static Effects effects(Sabotage sabotage, Effects real) {
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        EffectOutcome outcome = real.perform(run, step, attempt, mayHaveRun);
        boolean lost = outcome instanceof EffectOutcome.Unknown;
        boolean destroys = !Traits.of(step.action()).repeatable();
        return sabotage == Sabotage.REPEATS_BLINDLY && lost && destroys
            ? real.perform(run, step, attempt, false)
            : outcome;
      }

      @Override
      public Sight look(RunId run, Step step) {
        return real.look(run, step);
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
        return sabotage == Sabotage.NEVER_WAKES ? () -> {} : real.watch(run, step, mark, told);
      }
    };
  }

  /** Says that intents are written, and writes them with what comes next. */
  private static final class WriteBehind extends PassingJournal {

    private final List<RunEvent> kept = new ArrayList<>();

    WriteBehind(Journal real) {
      super(real);
    }

    @Override
    public Appending append(RunId run, long expected, List<RunEvent> events) {
      List<RunEvent> now = new ArrayList<>(kept);
      now.addAll(events);
      int last = now.size();
      while (last > 1 && now.get(last - 1) instanceof RunEvent.EffectIntended) {
        last--;
      }
      Appending appending = super.append(run, expected - kept.size(), now.subList(0, last));
      if (!(appending instanceof Appending.Appended(long total, String hash))) {
        return appending;
      }
      kept.clear();
      kept.addAll(now.subList(last, now.size()));
      return new Appending.Appended(total + kept.size(), hash);
    }

    @Override
    public Answer<List<RunEvent>> since(RunId run, long events) {
      return super.since(run, events - kept.size());
    }
  }

  /** Does not write the first outcome that it is given, and says that it has. */
  private static final class Forgetful extends PassingJournal {

    private long lost;

    Forgetful(Journal real) {
      super(real);
    }

    @Override
    public Appending append(RunId run, long expected, List<RunEvent> events) {
      List<RunEvent> written = new ArrayList<>(events);
      boolean loses = lost == 0 && written.removeIf(Forgetful::outcome);
      Appending appending = super.append(run, expected - lost, written);
      if (!(appending instanceof Appending.Appended(long total, String hash))) {
        return appending;
      }
      lost += loses ? events.size() - written.size() : 0;
      return new Appending.Appended(total + lost, hash);
    }

    @Override
    public Answer<List<RunEvent>> since(RunId run, long events) {
      return super.since(run, events - lost);
    }

    private static boolean outcome(RunEvent event) {
      return event instanceof RunEvent.EffectEnded ended
          && ended.outcome() instanceof EffectOutcome.Applied;
    }
  }

  /** A cluster in which nothing was ever found out about any version. */
  private static final class WithoutVerdicts extends PassingWorkloads {

    WithoutVerdicts(Workloads real) {
      super(real);
    }

    @Override
    public Answer<Map<WorkloadRef, Answer<WorkloadState>>> observe(Set<WorkloadRef> refs) {
      return super.observe(refs)
          .map(states -> {
            Map<WorkloadRef, Answer<WorkloadState>> without = new LinkedHashMap<>();
            states.forEach((ref, state) -> without.put(ref, state.map(WithoutVerdicts::of)));
            return without;
          });
    }

    private static WorkloadState of(WorkloadState state) {
      return new WorkloadState(
          state.ref(),
          state.uid(),
          state.template(),
          state.revisions().stream()
              .map(r ->
                  new Revision(
                      r.number(),
                      r.id(),
                      r.name(),
                      r.createdAt(),
                      r.template(),
                      r.changeCause(),
                      Verdict.NONE))
              .toList(),
          state.changedAt(),
          state.paused(),
          state.desired(),
          state.available(),
          state.keepsNoHistory(),
          state.lastApplied());
    }
  }
}
