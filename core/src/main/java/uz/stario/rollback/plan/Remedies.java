package uz.stario.rollback.plan;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.release.WorkloadRef;

/**
 * The optional steps of services: which were asked for, what each does, which are offered. Pure.
 */
final class Remedies {

  /** A queue is put aside by one short command; a Redis that is busy gets a few attempts. */
  private static final Duration QUARANTINE = Duration.ofSeconds(30);

  private final Request request;
  private final Environment environment;
  private final Set<WorkloadRef> goingBack;
  private final ByHand byHand;

  /**
   * @param goingBack the workloads that the plan rolls back
   */
  Remedies(Request request, Set<WorkloadRef> goingBack) {
    this.request = request;
    this.environment = request.scope().environment();
    this.goingBack = goingBack;
    this.byHand = new ByHand(environment);
  }

  /**
   * What an optional step comes to in a plan.
   *
   * @param id by which people name it in a run
   * @param command what a person would type instead
   */
  record Help(String id, Action action, String command) {}

  /** Those of a service that are made at this moment, in the order of the playbook. */
  List<Help> chosen(Service service, OptionalStep.Moment moment) {
    return chosen(service).filter(step -> step.moment() == moment).map(this::help).toList();
  }

  boolean anyChosen(Service service) {
    return chosen(service).findAny().isPresent();
  }

  private Stream<OptionalStep> chosen(Service service) {
    return service.optional().stream()
        .filter(step -> asked(step) && step.isPossibleIn(environment) && !goesBack(step));
  }

  private boolean asked(OptionalStep step) {
    return request.optional().contains(step.name());
  }

  /** To restart it besides would change the template that its roll-back was planned with. */
  private boolean goesBack(OptionalStep step) {
    return step.isPossibleIn(environment)
        && help(step).action() instanceof Action.Restart restart
        && restart.namespace().isEmpty()
        && goingBack.contains(restart.workload());
  }

  /** What is to be said of those that were asked for and are not made. */
  List<Finding> findings() {
    return request.scope().services().stream()
        .flatMap(service -> service.optional().stream())
        .filter(step -> asked(step) && goesBack(step))
        .map(step ->
            new Finding(
                Finding.Weight.NOTE,
                step.name(),
                "Left out: "
                    + Confirmation.target(help(step).action())
                    + " is rolled back, which restarts it."))
        .distinct()
        .toList();
  }

  /** Those that were not asked for. */
  List<Offer> offers() {
    return request.scope().services().stream()
        .flatMap(service ->
            service.optional().stream()
                .filter(step -> !asked(step) && step.isPossibleIn(environment))
                .map(step ->
                    new Offer(
                        service.name(),
                        step.name(),
                        step.why(),
                        byHand.with(service.name(), step.name()))))
        .toList();
  }

  Help help(OptionalStep step) {
    return switch (step.remedy()) {
      case OptionalStep.Remedy.Restart restart -> restart(restart);
      case OptionalStep.Remedy.Quarantine quarantine -> quarantine(quarantine);
    };
  }

  private Help restart(OptionalStep.Remedy.Restart asked) {
    Action.Restart restart =
        new Action.Restart(
            asked.workload(),
            asked.namespace().filter(n -> !n.equals(environment.namespace())).orElse(""),
            request.rolloutLimit());
    return new Help("restart/" + asked.workload().name(), restart, byHand.restart(restart));
  }

  /** Only where the step is possible in the environment. */
  private Help quarantine(OptionalStep.Remedy.Quarantine queue) {
    SecretSource redis = environment.redis().orElseThrow();
    String kept = QueueQuarantine.kept(queue.key(), Action.StoreChange.RUN);
    Action.StoreChange change =
        new Action.StoreChange(
            QueueQuarantine.KIND,
            "queue/" + queue.key(),
            new TreeMap<>(QueueQuarantine.arguments(redis, queue.key())),
            Danger.DISRUPTIVE,
            true,
            OnFailure.GO_ON,
            QUARANTINE,
            "the key that is named after the run holds the jobs",
            "the server renames only where no key is named after the run yet",
            byHand.renameKey(redis, kept, queue.key()));
    return new Help(
        "quarantine/" + queue.key(), change, byHand.renameKey(redis, queue.key(), kept));
  }
}
