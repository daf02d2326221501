package uz.stario.rollback.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.WorkloadRef;

/** A run that is fed events by hand, as the engine would, with everything that it asked for. */
final class Steps {

  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Duration LIMIT = Duration.ofMinutes(10);
  static final RunId ID = new RunId("k3f9");

  final List<RunEvent> journal = new ArrayList<>();
  final List<Command> commands = new ArrayList<>();
  private Run run;

  Steps(Step... steps) {
    RunEvent.Started started = new RunEvent.Started(START, plan(steps), "olim@laptop");
    run = Run.started(ID, started);
    journal.add(started);
    follow(started);
  }

  static Plan plan(Step... steps) {
    return new Plan(
        "production",
        "prod/stario",
        START,
        "",
        false,
        List.of(),
        List.of(steps),
        List.of(),
        "digest");
  }

  static Step rollBack(String name, String... after) {
    return rollBack(name, ids(after), Set.of());
  }

  /** Must not be done twice. */
  static Step quarantine(String name, String... needs) {
    Action action =
        new Action.StoreChange(
            "queue-quarantine",
            "queue/" + name,
            new TreeMap<>(),
            Danger.DESTRUCTIVE,
            false,
            OnFailure.STOP,
            LIMIT,
            "the quarantine is there",
            "the queue has the length that was seen",
            "rename it back");
    return Step.of(new StepId(name), name, action, Set.of(), ids(needs), 1, "");
  }

  static Step rollBack(String name, Set<StepId> after, Set<StepId> needs) {
    Action action =
        new Action.RollBack(
            WorkloadRef.deployment(name),
            new Assumption("uid", "v2", "rs-1", "v1"),
            2,
            "v2",
            1,
            "v1",
            List.of(),
            false,
            LIMIT);
    return Step.of(new StepId(name), name, action, after, needs, 1, "");
  }

  static Step check(String name, String... needs) {
    HealthCheck check =
        new HealthCheck(
            "health", "GET", "https://a.example", 200, Optional.empty(), Duration.ofSeconds(5));
    Action action = new Action.CheckHealth(name, check, Duration.ofSeconds(30));
    return Step.of(new StepId(name), name, action, Set.of(), ids(needs), 2, "");
  }

  static Step restart(String name, String... needs) {
    Action action = new Action.Restart(WorkloadRef.deployment(name), "elsewhere", LIMIT);
    return Step.of(new StepId(name), name, action, Set.of(), ids(needs), 1, "");
  }

  static Step verdicts(String name, String... needs) {
    Action action = new Action.RecordVerdicts(WorkloadRef.deployment(name), "rs-2", "rs-1");
    return Step.of(new StepId(name), name, action, Set.of(), ids(needs), 3, "");
  }

  static Set<StepId> ids(String... names) {
    return Set.copyOf(List.of(names).stream().map(StepId::new).toList());
  }

  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  Run run() {
    return run;
  }

  StepRun step(String name) {
    return run.step(new StepId(name));
  }

  Optional<StepOutcome> outcome(String name) {
    return step(name).outcome();
  }

  /** Only the commands that came of the last event. */
  Steps forget() {
    commands.clear();
    return this;
  }

  Steps ended(long second, String step, EffectOutcome outcome) {
    return ended(second, step, step(step).attempts(), outcome);
  }

  Steps ended(long second, String step, int attempt, EffectOutcome outcome) {
    return happens(new RunEvent.EffectEnded(at(second), new StepId(step), attempt, outcome));
  }

  Steps applied(long second, String step) {
    return ended(second, step, new EffectOutcome.Applied("patched", "7"));
  }

  Steps seen(long second, String step, Observation observation) {
    return happens(new RunEvent.Observed(at(second), new StepId(step), observation));
  }

  Steps complete(long second, String step) {
    return seen(second, step, new Observation.Complete("3 of 3 ready"));
  }

  Steps fires(long second, String step, TimerKind timer) {
    return happens(new RunEvent.TimerFired(at(second), new StepId(step), timer));
  }

  Steps stop(long second) {
    return happens(new RunEvent.StopAsked(at(second), "olim"));
  }

  /** The process is gone, and another takes up what its journal tells. */
  Steps resumed(long second) {
    run = Run.replay(ID, journal).orElseThrow();
    return happens(new RunEvent.Resumed(at(second), "zuhra@bastion", false));
  }

  Steps looked(long second, String step, Sight sight) {
    return happens(
        new RunEvent.Looked(at(second), new StepId(step), step(step).looks() + 1, sight));
  }

  Steps treated(long second, String step, boolean done) {
    return happens(
        new RunEvent.Treated(at(second), new StepId(step), done, "zuhra@bastion", "I looked"));
  }

  Steps happens(RunEvent event) {
    forget();
    if (run.ended()) {
      return this;
    }
    boolean news = run.expects(event);
    journal.add(event);
    run = run.apply(event);
    if (news) {
      follow(event);
    }
    return this;
  }

  /** An event that is recorded and applied already, then whatever follows from it. */
  private void follow(RunEvent event) {
    Deque<RunEvent> following = new ArrayDeque<>(decided(event));
    while (!following.isEmpty()) {
      RunEvent next = following.remove();
      journal.add(next);
      run = run.apply(next);
      decided(next).reversed().forEach(following::addFirst);
    }
  }

  private List<RunEvent> decided(RunEvent event) {
    List<RunEvent> records = new ArrayList<>();
    for (Command command : Decision.decide(run, event)) {
      switch (command) {
        case Command.Record follows -> records.add(follows.event());
        case Command.Perform perform -> {
          RunEvent intent =
              new RunEvent.EffectIntended(event.at(), perform.step(), perform.attempt());
          journal.add(intent);
          run = run.apply(intent);
          commands.add(perform);
        }
        case Command.Watch _, Command.Look _, Command.SetTimer _, Command.AwaitApproval _ ->
            commands.add(command);
      }
    }
    return records;
  }
}
