package uz.stario.rollback.adapters.kubernetes;

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
  private final Rollouts rollouts;
  private final Pods pods;
  private final List<LeaseApprovals> approvals = new CopyOnWriteArrayList<>();

  /** Fingerprints of the templates that we left: what runs by now may be somebody else's. */
  private final Map<WorkloadRef, String> templatesLeft = new ConcurrentHashMap<>();

  KubernetesWorkloads(
      Api api, Problems.Place place, SharedWatch.Backoff backoff, Redactor redactor) {
    this.api = api;
    this.place = place;
    this.paths = new Paths(place.namespace());
    this.reader = new Reader(api, paths, place, redactor);
    this.undo = new Undo(api, paths, reader);
    this.rollouts = new Rollouts(api, paths, reader, backoff);
    this.pods = new Pods(api, paths, place, reader, rollouts);
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
      case EffectOutcome.Applied(var detail, String mark) -> left(action.workload(), mark);
      case EffectOutcome.AlreadySo(var detail, String mark) -> left(action.workload(), mark);
      case EffectOutcome.NotYet _, EffectOutcome.Refused _, EffectOutcome.Unknown _ -> {}
    }
    return outcome;
  }

  private void left(WorkloadRef workload, String mark) {
    templatesLeft.put(workload, Mark.parse(mark).template());
  }

  @Override
  public Subscription await(WorkloadRef workload, String mark, Consumer<Observation> told) {
    return rollouts.follow(workload, Mark.parse(mark), told);
  }

  @Override
  public Answer<List<PodState>> pods(WorkloadRef workload) {
    return pods.of(workload);
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
    return replicaSet
        .map(set -> record(set.raw(), verdict))
        .orElseGet(() -> new EffectOutcome.Refused("the revision is no longer kept"));
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
    rollouts.close();
    api.close();
  }
}
