package uz.stario.rollback.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/** One Deployment of {@link FakeWorkloads}, which guards it. */
final class FakeDeployment {

  private static final int HISTORY = 10;

  final WorkloadRef ref;
  final String uid;
  final List<Watcher> watchers = new ArrayList<>();
  final List<Revision> revisions = new ArrayList<>();
  Template template;
  int desired;
  boolean paused;
  boolean keepsNoHistory;
  List<String> lastWords = List.of();

  /** Counts the templates it was given. */
  long generation = 1;

  Observation seen = new Observation.Progress("just made");
  private long number;
  private int sets;

  /** Fingerprint of the template that a rollback gave it last. */
  private String given = "";

  /** The runs that restarted it. */
  final Set<RunId> restartedBy = new HashSet<>();

  private Instant changedAt = Instant.EPOCH;

  FakeDeployment(WorkloadRef ref, String uid, int desired, Template template) {
    this.ref = ref;
    this.uid = uid;
    this.desired = desired;
    this.template = template;
  }

  /** A rollback gave it this template. */
  void give(Template wanted, Instant now, String changeCause) {
    given = wanted.fingerprint();
    become(wanted, now, changeCause);
  }

  void become(Template wanted, Instant now, String changeCause) {
    template = wanted;
    generation++;
    seen = new Observation.Progress("0 of " + desired + " updated");
    if (!paused) {
      revise(now, changeCause);
    }
  }

  /** As the controller: a template that has a ReplicaSet gives that the next number. */
  void revise(Instant now, String changeCause) {
    number++;
    changedAt = now;
    Optional<Revision> old =
        revisions.stream()
            .filter(r -> r.template().fingerprint().equals(template.fingerprint()))
            .findFirst();
    old.ifPresent(revisions::remove);
    String id = old.map(Revision::id).orElseGet(() -> uid + "-rs-" + ++sets);
    if (keepsNoHistory) {
      revisions.clear();
    } else if (revisions.size() > HISTORY) {
      revisions.removeFirst();
    }
    revisions.add(
        new Revision(
            number,
            id,
            id,
            old.map(Revision::createdAt).orElse(now),
            template,
            changeCause,
            old.map(Revision::verdict).orElse(Verdict.NONE)));
  }

  Optional<Template> template(String revision) {
    return revisions.stream()
        .filter(r -> r.id().equals(revision))
        .findFirst()
        .map(Revision::template);
  }

  WorkloadState state() {
    int available = seen instanceof Observation.Complete ? desired : 0;
    return new WorkloadState(
        ref,
        uid,
        template,
        revisions,
        changedAt,
        paused,
        desired,
        available,
        keepsNoHistory,
        Optional.empty());
  }

  List<PodState> pods() {
    boolean ready = seen instanceof Observation.Complete && lastWords.isEmpty();
    String reason = lastWords.isEmpty() ? seen.detail() : "CrashLoopBackOff";
    List<PodState> pods = new ArrayList<>();
    for (int i = 0; i < desired; i++) {
      pods.add(
          new PodState(
              ref.name() + "-" + i,
              ready ? "Running" : "Pending",
              ready,
              0,
              ready ? "" : reason,
              template.containers().getFirst().image().reference(),
              lastWords));
    }
    return pods;
  }

  EffectOutcome record(String revision, Verdict verdict) {
    boolean present = revision.equals(Action.RecordVerdicts.PRESENT);
    for (int i = 0; i < revisions.size(); i++) {
      Revision r = revisions.get(i);
      boolean meant = present ? r.template().fingerprint().equals(given) : r.id().equals(revision);
      if (!meant) {
        continue;
      }
      Verdict before = r.verdict();
      if (before.health() == verdict.health() && before.run().equals(verdict.run())) {
        return new EffectOutcome.AlreadySo("recorded already", "");
      }
      revisions.set(
          i,
          new Revision(
              r.number(), r.id(), r.name(), r.createdAt(), r.template(), r.changeCause(), verdict));
      return new EffectOutcome.Applied("recorded " + verdict.health().word(), "");
    }
    return new EffectOutcome.Refused("there is no revision " + revision);
  }

  /** Tells every watcher; a loss ends their watches and is not what the next one sees. */
  void tell(Observation observation) {
    if (observation instanceof Observation.Lost) {
      List.copyOf(watchers).forEach(watcher -> watcher.tell(observation));
      watchers.clear();
      return;
    }
    seen = observation;
    List.copyOf(watchers).forEach(watcher -> watcher.tell(observation));
  }

  void closeWatchers() {
    watchers.forEach(Watcher::close);
    watchers.clear();
  }

  /** One subscription; tells nothing after its end. */
  static final class Watcher {
    private final Consumer<Observation> told;
    private boolean closed;

    Watcher(Consumer<Observation> told) {
      this.told = told;
    }

    void tell(Observation observation) {
      if (!closed) {
        closed =
            observation instanceof Observation.Complete || observation instanceof Observation.Lost;
        told.accept(observation);
      }
    }

    void close() {
      closed = true;
    }
  }
}
