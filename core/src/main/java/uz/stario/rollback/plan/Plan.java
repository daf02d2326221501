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
 * @param gates the checklist; not part of the digest, for answering it does not change what is done
 * @param offered optional steps that were not asked for; not part of the digest either
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
    List<Gate> gates,
    List<Offer> offered,
    String digest) {
  public Plan {
    workloads = List.copyOf(workloads);
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
    gates = List.copyOf(gates);
    offered = List.copyOf(offered);
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
        List.of(),
        List.of(),
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
        gates,
        offered,
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
        gates,
        offered,
        digest);
  }

  /** The same plan, with the checklist as it stands. */
  public Plan withGates(List<Gate> answered) {
    return new Plan(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        findings,
        approval,
        answered,
        offered,
        digest);
  }

  /** The same plan, with what else could be in it. */
  public Plan withOffered(List<Offer> offers) {
    return new Plan(
        environment,
        target,
        madeAt,
        reason,
        emergency,
        workloads,
        steps,
        findings,
        approval,
        gates,
        offers,
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
