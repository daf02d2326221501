package uz.stario.rollback.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.ApprovalRule;

/**
 * What a run will do, whole: immutable, and named by its digest.
 *
 * @param environment the environment's name
 * @param target how the place is shown to people: {@code context/namespace}
 * @param approval when a second person has to approve it, as the playbook said where it was made:
 *     it goes along to where there is none
 * @param digest SHA-256 over everything that the run will do and assume, hexadecimal; the time of
 *     making is not part of it
 */
public record Plan(
    String environment,
    String target,
    Instant madeAt,
    String reason,
    boolean emergency,
    List<WorkloadPlan> workloads,
    List<Step> steps,
    List<Finding> findings,
    Optional<ApprovalRule> approval,
    String digest) {
  public Plan {
    workloads = List.copyOf(workloads);
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
  }

  /** One that nobody has to approve. */
  public Plan(
      String environment,
      String target,
      Instant madeAt,
      String reason,
      boolean emergency,
      List<WorkloadPlan> workloads,
      List<Step> steps,
      List<Finding> findings,
      String digest) {
    this(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        findings,
        Optional.empty(),
        digest);
  }

  /** A plan of these parts, with the digest of what it will do and assume. */
  public static Plan of(
      String environment,
      String target,
      Instant madeAt,
      String reason,
      boolean emergency,
      List<WorkloadPlan> workloads,
      List<Step> steps,
      List<Finding> findings) {
    return new Plan(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        findings,
        Digest.of(environment, target, steps, Optional.empty()));
  }

  /** The same plan, which a second person has to approve where the rule says so. */
  public Plan with(Optional<ApprovalRule> rule) {
    return new Plan(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        findings,
        rule,
        Digest.of(environment, target, steps, rule));
  }

  /** The same plan, with more that was noticed. */
  public Plan with(List<Finding> more) {
    return new Plan(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        Stream.concat(findings.stream(), more.stream()).toList(),
        approval,
        digest);
  }

  /** Whether the digest is that of the content: it is not where somebody changed one of them. */
  public boolean digestFits() {
    return digest.equals(Digest.of(environment, target, steps, approval));
  }

  public Optional<Step> step(StepId id) {
    return steps.stream().filter(s -> s.id().equals(id)).findFirst();
  }

  /** Whether there is nothing to change: every workload already is what was asked for. */
  public boolean alreadySo() {
    return steps.isEmpty() && workloads.stream().allMatch(WorkloadPlan::alreadySo);
  }

  public List<Finding> findings(Finding.Weight weight) {
    return findings.stream().filter(f -> f.weight() == weight).toList();
  }

  /** The names of the services, in the order of the plan. */
  public List<String> services() {
    return workloads.stream().map(WorkloadPlan::service).distinct().toList();
  }
}
