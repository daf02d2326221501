package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/**
 * Deployments in memory that behave, as far as this port sees, as a cluster's.
 *
 * <p>A rollout takes its time on the injected timers; one with a broken image never completes.
 * {@link Faults} spoil single calls. Thread-safe; observers are told with its lock held.
 */
public final class FakeWorkloads implements Workloads {

  private final String namespace;
  private final InstantSource clock;
  private final Timers timers;
  private final Map<WorkloadRef, FakeDeployment> deployments = new LinkedHashMap<>();
  private final Map<String, FakeWorkloads> elsewhere = new LinkedHashMap<>();
  private final Map<String, String> broken = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private Duration rollout = Duration.ofSeconds(5);
  private Faults faults = Faults.NONE;
  private boolean remembersRestarts = true;
  private int uids;

  private record Change(RunId run, String what) {}

  public FakeWorkloads(InstantSource clock, Timers timers) {
    this("stario", clock, timers);
  }

  private FakeWorkloads(String namespace, InstantSource clock, Timers timers) {
    this.namespace = namespace;
    this.clock = clock;
    this.timers = timers;
  }

  /** How long a rollout takes from now on. */
  public synchronized FakeWorkloads rolloutTakes(Duration duration) {
    rollout = duration;
    return this;
  }

  public synchronized FakeWorkloads faults(Faults whichever) {
    faults = whichever;
    return this;
  }

  /** Pods of that image don't come up, for this reason. */
  public synchronized FakeWorkloads breakImage(String image, String reason) {
    broken.put(image, reason);
    return this;
  }

  /** The image can be had now; rollouts that waited for it go on. */
  public synchronized FakeWorkloads mendImage(String image) {
    broken.remove(image);
    deployments.values().forEach(this::rollOut);
    return this;
  }

  /** Makes a Deployment of one container {@code app}, rolled out after its time. */
  public synchronized FakeWorkloads create(String name, String image, int replicas) {
    WorkloadRef ref = WorkloadRef.deployment(name);
    var made = new FakeDeployment(ref, "uid-" + ++uids, replicas, Templates.of(image, Map.of()));
    if (deployments.putIfAbsent(ref, made) != null) {
      throw new IllegalArgumentException(ref + " exists");
    }
    made.revise(clock.instant(), "");
    rollOut(made);
    return this;
  }

  public FakeWorkloads setImage(String name, String image) {
    return change(name, template -> Templates.withImage(template, image));
  }

  public FakeWorkloads setEnv(String name, String variable, String value) {
    return change(name, template -> Templates.withEnv(template, variable, value));
  }

  public FakeWorkloads setUnusualField(String name) {
    return change(name, Templates::unusual);
  }

  public synchronized boolean hasUnusualField(String name) {
    return Templates.isUnusual(required(name).template);
  }

  public synchronized FakeWorkloads scale(String name, int replicas) {
    required(name).desired = replicas;
    return this;
  }

  public synchronized FakeWorkloads pause(String name) {
    required(name).paused = true;
    return this;
  }

  public synchronized FakeWorkloads keepNoHistory(String name) {
    required(name).keepsNoHistory = true;
    return this;
  }

  /** Has its pods crash as soon as a rollout is over, with these last words. */
  public synchronized FakeWorkloads crash(String name, String... words) {
    required(name).lastWords = List.of(words);
    return this;
  }

  /** As a target that does not note who restarted it. */
  public synchronized FakeWorkloads forgetRestarts() {
    remembersRestarts = false;
    return this;
  }

  public synchronized FakeWorkloads delete(String name) {
    FakeDeployment gone = required(name);
    deployments.remove(gone.ref);
    gone.tell(new Observation.Lost(gone.ref + " was deleted"));
    return this;
  }

  public synchronized boolean exists(String name) {
    return deployments.containsKey(WorkloadRef.deployment(name));
  }

  /** Every change that a rollback made, in order: {@code deployment/api to v1}. */
  public synchronized List<String> changes() {
    return changes.stream().map(Change::what).toList();
  }

  /** Those of one run. */
  public synchronized List<String> changes(RunId run) {
    return changes.stream().filter(change -> change.run.equals(run)).map(Change::what).toList();
  }

  @Override
  public String place() {
    return "fake/" + namespace;
  }

  @Override
  public synchronized Answer<Map<WorkloadRef, Answer<WorkloadState>>> observe(
      Set<WorkloadRef> refs) {
    Map<WorkloadRef, Answer<WorkloadState>> states = new LinkedHashMap<>();
    for (WorkloadRef ref : refs.isEmpty() ? Set.copyOf(deployments.keySet()) : refs) {
      FakeDeployment found = deployments.get(ref);
      states.put(ref, found == null ? Answer.refused(missing(ref)) : Answer.given(found.state()));
    }
    return Answer.given(states);
  }

  @Override
  public synchronized EffectOutcome rollBack(Action.RollBack action, RunId run) {
    return faults.around("rollBack " + action.workload(), () -> undo(action, run));
  }

  private EffectOutcome undo(Action.RollBack action, RunId run) {
    FakeDeployment found = deployments.get(action.workload());
    if (found == null) {
      return new EffectOutcome.Refused(action.workload() + " is not there");
    }
    if (!found.uid.equals(action.assumption().uid())) {
      return new EffectOutcome.Refused(action.workload() + " was made anew since the plan");
    }
    Optional<Template> target = found.template(action.assumption().target());
    if (target.isEmpty()) {
      return new EffectOutcome.Refused("the target revision of " + found.ref + " is gone");
    }
    Template wanted = Templates.carrying(found.template, target.get(), action.carried());
    String mark = Long.toString(found.generation);
    if (wanted.fingerprint().equals(found.template.fingerprint())) {
      return new EffectOutcome.AlreadySo("it is so already", mark);
    }
    if (!found.template.fingerprint().equals(action.assumption().template())) {
      String what = found.template.version().equals(action.fromVersion()) ? "template" : "image";
      return new EffectOutcome.Refused(
          found.ref + " has changed since the plan: the " + what + " of app is another");
    }
    if (found.paused && !action.resume()) {
      return new EffectOutcome.Refused(found.ref + " is paused");
    }
    found.paused = false;
    found.give(wanted, clock.instant(), "(rolled back to by stario run " + run + ")");
    changes.add(new Change(run, found.ref + " to " + wanted.version()));
    rollOut(found);
    return new EffectOutcome.Applied("patched", Long.toString(found.generation));
  }

  @Override
  public synchronized EffectOutcome restart(WorkloadRef workload, RunId run, Instant at) {
    FakeDeployment read = deployments.get(workload);
    long generation = read == null ? 0 : read.generation;
    return faults.around("restart " + workload, () -> restarted(workload, run, at, generation));
  }

  /**
   * @param read the generation as just read: a request that comes late meets another
   */
  private EffectOutcome restarted(WorkloadRef workload, RunId run, Instant at, long read) {
    FakeDeployment found = deployments.get(workload);
    if (found == null) {
      return new EffectOutcome.Refused(workload + " is not there");
    }
    if (found.restartedBy.contains(run)) {
      return new EffectOutcome.AlreadySo("restarted", Long.toString(found.generation));
    }
    if (found.paused) {
      return new EffectOutcome.Refused(workload + " is paused");
    }
    if (found.generation != read) {
      return new EffectOutcome.NotYet(workload + " changed while it was being read", false);
    }
    found.become(Templates.restarted(found.template, at), clock.instant(), "");
    if (remembersRestarts) {
      found.restartedBy.add(run);
    }
    found.tell(new Observation.Lost(found.ref + " was restarted"));
    changes.add(new Change(run, found.ref + " restarted"));
    rollOut(found);
    return new EffectOutcome.Applied("restarted", Long.toString(found.generation));
  }

  @Override
  public synchronized FakeWorkloads in(String namespace) {
    return namespace.equals(this.namespace)
        ? this
        : elsewhere.computeIfAbsent(namespace, name -> new FakeWorkloads(name, clock, timers));
  }

  @Override
  public synchronized Subscription await(
      WorkloadRef workload, String mark, Consumer<Observation> told) {
    FakeDeployment found = deployments.get(workload);
    if (found == null) {
      told.accept(new Observation.Lost(workload + " was deleted"));
      return () -> {};
    }
    if (!mark.isEmpty() && Long.parseLong(mark) != found.generation) {
      told.accept(new Observation.Lost(workload + " was changed by someone else"));
      return () -> {};
    }
    var watcher = new FakeDeployment.Watcher(told);
    found.watchers.add(watcher);
    watcher.tell(found.seen);
    return () -> {
      synchronized (this) {
        watcher.close();
        found.watchers.remove(watcher);
      }
    };
  }

  @Override
  public synchronized Answer<List<PodState>> pods(WorkloadRef workload, Duration limit) {
    FakeDeployment found = deployments.get(workload);
    return found == null ? Answer.refused(missing(workload)) : Answer.given(found.pods());
  }

  @Override
  public synchronized EffectOutcome record(WorkloadRef workload, String revision, Verdict verdict) {
    return faults.around(
        "record " + workload,
        () ->
            Optional.ofNullable(deployments.get(workload))
                .map(found -> found.record(revision, verdict))
                .orElse(new EffectOutcome.Refused(workload + " is not there")));
  }

  @Override
  public synchronized void close() {
    deployments.values().forEach(FakeDeployment::closeWatchers);
    elsewhere.values().forEach(FakeWorkloads::close);
  }

  private synchronized FakeWorkloads change(String name, UnaryOperator<Template> change) {
    FakeDeployment found = required(name);
    Template after = change.apply(found.template);
    if (!after.fingerprint().equals(found.template.fingerprint())) {
      found.become(after, clock.instant(), "");
      found.tell(new Observation.Lost(found.ref + " was changed by someone else"));
      rollOut(found);
    }
    return this;
  }

  private void rollOut(FakeDeployment deployment) {
    long generation = deployment.generation;
    timers.at(clock.instant().plus(rollout), () -> rolledOut(deployment, generation));
  }

  private synchronized void rolledOut(FakeDeployment deployment, long generation) {
    if (deployment.generation != generation || deployment.paused) {
      return;
    }
    String image = deployment.template.containers().getFirst().image().reference();
    String trouble = broken.get(image);
    deployment.tell(
        trouble == null
            ? new Observation.Complete(deployment.desired + " of " + deployment.desired + " ready")
            : new Observation.Trouble("app: the image " + image + ": " + trouble));
  }

  private FakeDeployment required(String name) {
    FakeDeployment found = deployments.get(WorkloadRef.deployment(name));
    if (found == null) {
      throw new IllegalArgumentException("there is no deployment " + name);
    }
    return found;
  }

  private Problem missing(WorkloadRef ref) {
    return Problem.unchanged(
        ErrorCode.WORKLOAD_NOT_FOUND,
        "Found no " + ref + ".",
        "There are: " + new TreeSet<>(deployments.keySet()) + ".",
        "Name one of these.");
  }
}
