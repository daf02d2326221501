package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.release.Health;

/**
 * The checklist of a plan. What the software can see passes by evidence; the rest is open until a
 * person answers, or deferred where nobody waits for an answer. It holds nothing up. Pure.
 */
public final class Gates {

  private Gates() {}

  /** How the checklist stands when a plan has been made. */
  static List<Gate> of(Request request, List<WorkloadPlan> workloads, List<Step> steps) {
    List<WorkloadPlan> moved = workloads.stream().filter(w -> !w.alreadySo()).toList();
    if (moved.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Gate(Gate.Item.DEPLOYMENT_RELATED, related(request, moved)),
        new Gate(Gate.Item.STATE_DOCUMENTED, documented(request)),
        new Gate(Gate.Item.PEOPLE_TOLD, told(request)),
        new Gate(Gate.Item.BACKUP_READY, backup(steps)),
        new Gate(Gate.Item.TARGET_STABLE, stable(moved)));
  }

  private static Gate.State related(Request request, List<WorkloadPlan> moved) {
    return request
        .since()
        .<Gate.State>map(since ->
            new Gate.State.Evident(
                moved.stream()
                        .map(w -> w.workload().toString())
                        .distinct()
                        .collect(Collectors.joining(", "))
                    + " changed since "
                    + since))
        .orElseGet(() ->
            new Gate.State.Open("--since would tell whether it changed when the trouble began"));
  }

  private static Gate.State documented(Request request) {
    return request.reason().isBlank()
        ? new Gate.State.Open("--reason says what is wrong, for the record")
        : new Gate.State.Evident("the reason is part of the record");
  }

  private static Gate.State told(Request request) {
    Optional<Channel> channel = request.scope().environment().channel();
    return channel.isPresent()
        ? new Gate.State.Evident(channel.get().name() + " is told before the first change")
        : new Gate.State.Open("the environment has no channel");
  }

  private static Gate.State backup(List<Step> steps) {
    List<String> destroyed =
        steps.stream()
            .map(Step::action)
            .filter(Confirmation::needed)
            .map(Confirmation::target)
            .distinct()
            .toList();
    return destroyed.isEmpty()
        ? new Gate.State.Evident("no step removes or replaces data")
        : new Gate.State.Open("data of " + String.join(", ", destroyed) + " is changed");
  }

  private static Gate.State stable(List<WorkloadPlan> moved) {
    List<String> unknown =
        moved.stream()
            .filter(w -> w.toHealth() != Health.HEALTHY)
            .map(w -> w.toVersion() + " of " + w.workload() + " is " + words(w.toHealth()))
            .distinct()
            .toList();
    return unknown.isEmpty()
        ? new Gate.State.Evident(
            moved.stream().map(WorkloadPlan::toVersion).distinct().collect(Collectors.joining(", "))
                + (moved.size() == 1 ? " is" : " are")
                + " recorded healthy")
        : new Gate.State.Open(String.join(", ", unknown));
  }

  private static String words(Health health) {
    return health == Health.UNKNOWN ? "of unknown health" : "recorded " + health.word();
  }

  /**
   * The checklist with what people answered; an answer counts for an item that passes by evidence
   * too, since whoever gives it may know better.
   *
   * @param answers attested or waived
   */
  public static List<Gate> answered(List<Gate> gates, Map<Gate.Item, Gate.State> answers) {
    return gates.stream()
        .map(gate -> gate.with(answers.getOrDefault(gate.item(), gate.state())))
        .toList();
  }

  /** The checklist when the rollback goes on without waiting for more answers. */
  public static List<Gate> deferred(List<Gate> gates) {
    List<Gate> all = new ArrayList<>();
    for (Gate gate : gates) {
      all.add(
          gate.state() instanceof Gate.State.Open(String detail)
              ? gate.with(new Gate.State.Deferred(detail))
              : gate);
    }
    return all;
  }
}
