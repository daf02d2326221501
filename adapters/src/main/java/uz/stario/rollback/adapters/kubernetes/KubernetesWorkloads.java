package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/**
 * The Deployments of one namespace.
 *
 * <p>Reads one list of Deployments and one of ReplicaSets, keeps what it read, and sends one patch
 * per workload; waits on one watch of Deployments and one of Pods for all. Thread-safe. Opened with
 * {@link KubernetesConnection}.
 */
public final class KubernetesWorkloads implements Workloads {

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final Reader reader;
  private final Undo undo;
  private final Restart restart;
  private final Rollouts rollouts;
  private final WorkloadPods workloadPods;
  private final Pods pods;
  private final SharedWatch.Backoff backoff;
  private final Redactor redactor;
  private final List<LeaseApprovals> approvals = new CopyOnWriteArrayList<>();

  /** By namespace. */
  private final Map<String, KubernetesWorkloads> elsewhere = new ConcurrentHashMap<>();

  /** Fingerprints of the templates that we left: what runs by now may be somebody else's. */
  private final Map<WorkloadRef, String> templatesLeft = new ConcurrentHashMap<>();

  KubernetesWorkloads(
      Api api, Problems.Place place, SharedWatch.Backoff backoff, Redactor redactor) {
    this.api = api;
    this.place = place;
    this.paths = new Paths(place.namespace());
    this.reader = new Reader(api, paths, place, redactor);
    this.undo = new Undo(api, paths, reader);
    this.restart = new Restart(api, paths, reader);
    this.rollouts = new Rollouts(api, paths, reader, backoff);
    this.workloadPods = new WorkloadPods(api, paths, place, reader);
    this.pods = new Pods(api, paths, place, reader, rollouts, workloadPods);
    this.backoff = backoff;
    this.redactor = redactor;
  }

  @Override
  public String place() {
    return place.toString();
  }

  /** The requests made so far. */
  public Requests requests() {
    return api.requests();
  }

  /** What tells this namespace from every other, whatever a context calls it. */
  public String address() {
    return place.server() + "/" + place.namespace();
  }

  /** Where two people meet over a run in this namespace. */
  public Approvals approvals() {
    LeaseApprovals made = new LeaseApprovals(api, paths, place);
    approvals.add(made);
    return made;
  }

  /** Where the locks of this namespace are kept. */
  public Registries locks() {
    return new LeaseRegistries(api, paths, place);
  }

  /** What the pods of this namespace write. */
  public PodLogs logs() {
    return new KubernetesPodLogs(api, paths, place, workloadPods, redactor);
  }

  /** What exactly this namespace runs. */
  public Inventory inventory() {
    return new KubernetesInventory(api, paths, place, workloadPods, reader);
  }

  /** Runs commands in the pods of this namespace. */
  public PodCommands commands() {
    return new KubernetesPodCommands(api, paths, workloadPods, redactor);
  }

  /** On which nodes the pods of this namespace are. */
  public Placements placements() {
    return new KubernetesPlacements(api, workloadPods);
  }

  @Override
  public Answer<Map<WorkloadRef, Answer<WorkloadState>>> observe(Set<WorkloadRef> refs) {
    return reader
        .read(refs)
        .map(found -> {
          Map<WorkloadRef, Answer<WorkloadState>> states = new TreeMap<>();
          found.forEach((ref, one) -> states.put(ref, one.map(kept -> kept.state(ref))));
          return states;
        });
  }

  @Override
  public EffectOutcome rollBack(Action.RollBack action, RunId run) {
    EffectOutcome outcome = undo.perform(action, run);
    switch (outcome) {
      case EffectOutcome.Applied(String _, String mark, List<String> _) ->
          left(action.workload(), mark);
      case EffectOutcome.AlreadySo(var detail, String mark) -> left(action.workload(), mark);
      case EffectOutcome.NotYet _,
          EffectOutcome.NotPassed _,
          EffectOutcome.Refused _,
          EffectOutcome.Unknown _ -> {}
    }
    return outcome;
  }

  private void left(WorkloadRef workload, String mark) {
    templatesLeft.put(workload, Mark.parse(mark).template());
  }

  @Override
  public EffectOutcome restart(WorkloadRef workload, RunId run, Instant at) {
    return restart.perform(workload, run, at);
  }

  @Override
  public Workloads in(String namespace) {
    return namespace.equals(place.namespace())
        ? this
        : elsewhere.computeIfAbsent(
            namespace,
            name ->
                new KubernetesWorkloads(
                    api,
                    new Problems.Place(place.context(), name, place.server()),
                    backoff,
                    redactor));
  }

  @Override
  public Subscription await(WorkloadRef workload, String mark, Consumer<Observation> told) {
    return rollouts.follow(workload, Mark.parse(mark), told);
  }

  @Override
  public Answer<List<PodState>> pods(WorkloadRef workload, Duration limit) {
    return pods.of(workload, limit);
  }

  @Override
  public EffectOutcome record(WorkloadRef workload, String revision, Verdict verdict) {
    Optional<KeptReplicaSet> replicaSet = find(workload, revision);
    if (replicaSet.isEmpty()) {
      switch (reader.read(Set.of(workload))) {
        case Answer.Refused<?>(var problem) -> {
          return new EffectOutcome.NotYet(problem.what() + " " + problem.why(), true);
        }
        case Answer.Given<?> given -> replicaSet = find(workload, revision);
      }
    }
    if (replicaSet.isEmpty()) {
      return new EffectOutcome.Refused("the revision is no longer kept");
    }
    removeStray(workload);
    return record(replicaSet.get().raw(), verdict);
  }

  /** Where it cannot be removed, the verdict is recorded all the same: it may be overwritten. */
  private void removeStray(WorkloadRef workload) {
    reader
        .kept(workload)
        .flatMap(kept -> Verdicts.removal(kept.deployment()))
        .ifPresent(removal ->
            api.patch(
                Paths.DEPLOYMENTS,
                paths.one(Paths.DEPLOYMENTS, workload.name()),
                Api.JSON_PATCH,
                removal));
  }

  private Optional<KeptReplicaSet> find(WorkloadRef workload, String revision) {
    Optional<Kept> kept = reader.kept(workload);
    return revision.equals(Action.RecordVerdicts.PRESENT)
        ? kept.flatMap(k -> k.holder(templatesLeft.getOrDefault(workload, "")))
        : kept.flatMap(k -> k.replicaSet(revision));
  }

  private EffectOutcome record(JsonNode replicaSet, Verdict verdict) {
    if (Verdicts.read(replicaSet).equals(verdict)) {
      return new EffectOutcome.AlreadySo("the verdict is recorded already", "");
    }
    Reply reply =
        api.patch(
            Paths.REPLICA_SETS,
            paths.one(Paths.REPLICA_SETS, Json.name(replicaSet)),
            Api.MERGE_PATCH,
            Verdicts.patch(Json.uid(replicaSet), verdict));
    String brief = Problems.brief(reply, "patch", Paths.REPLICA_SETS);
    return switch (reply) {
      case Reply.Ok ok -> new EffectOutcome.Applied("recorded as " + verdict.health().word(), "");
      case Reply.Failed failed
          when failed.status() == 404
              || failed.status() == 409
              || failed.fields().contains("metadata.uid") ->
          new EffectOutcome.Refused("the revision is no longer kept");
      case Reply.Failed failed when failed.status() == 429 || failed.status() >= 500 ->
          new EffectOutcome.NotYet(brief, false);
      case Reply.Failed failed -> Problems.refusal(failed, brief);
      case Reply.Broken broken when broken.mayHaveActed() -> new EffectOutcome.Unknown(brief);
      case Reply.Broken broken -> new EffectOutcome.NotYet(brief, false);
    };
  }

  @Override
  public void close() {
    approvals.forEach(LeaseApprovals::close);
    elsewhere.values().forEach(other -> other.rollouts.close());
    rollouts.close();
    api.close();
  }
}
