package uz.stario.rollback.announce;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.MessageTemplate;
import uz.stario.rollback.playbook.MessageTemplate.Line;
import uz.stario.rollback.playbook.MessageTemplates;
import uz.stario.rollback.playbook.Placeholder;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/**
 * Fills message templates from a plan and its run. What software cannot know is left visibly open.
 *
 * @param templates the playbook's, or the usual ones
 * @param extras what the run does not know of itself
 */
public record Messages(MessageTemplates templates, Extras extras) {

  /** The same with what was measured. */
  public Messages with(Measured during, Measured after) {
    return new Messages(templates, extras.with(during, after));
  }

  /** Slack's own bound is lower; this one keeps a plan of hundreds of workloads readable. */
  private static final int MOST_DETAILS = 100;

  /**
   * Before the first change.
   *
   * @param usual how long such runs took in the past; empty when there were none
   */
  public Message inProgress(
      Plan plan, RunId run, String who, Instant started, Optional<Duration> usual) {
    Facts facts =
        new Facts(plan, run, who, started, extras)
            .put(
                Placeholder.ETA,
                usual
                    .map(d -> Facts.time(started.plus(d)) + ", as past runs took " + Facts.took(d))
                    .orElse("unknown: no past run to go by"))
            .put(Placeholder.STATE, "Being rolled back");
    List<String> details = new ArrayList<>();
    for (WorkloadPlan workload : plan.workloads()) {
      details.add(
          workload.workload()
              + ": "
              + workload.fromVersion()
              + " → "
              + workload.toVersion()
              + (workload.alreadySo() ? ", already so" : " (" + workload.reason() + ")"));
    }
    details.add(plan.steps().size() + " steps; follow them with stario watch " + run);
    return facts.fill(Kind.IN_PROGRESS, templates.inProgress(), bounded(details));
  }

  /** That a run begins only when a second person has approved it. */
  public Message approvalWanted(Plan plan, RunId run, Instant asked, ApprovalNeed need) {
    MessageTemplate template =
        new MessageTemplate(
            "ROLLBACK WAITS FOR A SECOND PERSON",
            List.of(
                new Line("Service", "${services}"),
                new Line("Version", "${versions}"),
                new Line("Environment", "${environment}"),
                new Line("Reason", "${reason}"),
                new Line("Asked by", "${who}"),
                new Line("Until", Facts.time(need.until())),
                new Line("Plan", "${plan}"),
                new Line("Approve", "stario approve ${run}")),
            "Waits for approval",
            "");
    return new Facts(plan, run, need.requester(), asked, extras)
        .fill(Kind.IN_PROGRESS, template, List.of());
  }

  /** The closing message of a run that has ended: complete, or what is missing. */
  public Message ended(Run run) {
    RunResult result = run.result().orElseThrow();
    return switch (result) {
      case COMPLETE, ALREADY_SO -> told(run, Kind.COMPLETE, templates.complete(), state(run));
      case UNVERIFIED, PARTWAY, FAILED, STOPPED, NOT_APPROVED ->
          told(run, Kind.INCOMPLETE, templates.incomplete(), state(run));
    };
  }

  /** That a run goes on only when a person has said what came of a step. */
  public Message asks(Run run) {
    return told(
        run,
        Kind.INCOMPLETE,
        templates.incomplete(),
        "Waits for a person to say what came of a step that nobody can tell about");
  }

  /** The closing message of a run that this program could not go on with. */
  public Message lost(Run run, Problem problem) {
    Facts facts =
        ended(run, problem.what() + " " + problem.changed()).put(Placeholder.NEXT, problem.next());
    return facts.fill(Kind.INCOMPLETE, templates.incomplete(), details(run));
  }

  private Message told(Run run, Kind kind, MessageTemplate template, String state) {
    Facts facts = ended(run, state).put(Placeholder.NEXT, joined(Report.of(run).next()));
    return facts.fill(kind, template, details(run));
  }

  private Facts ended(Run run, String state) {
    Report report = Report.of(run);
    Checks checks = Checks.of(run);
    Facts facts =
        new Facts(run.plan(), run.id(), run.requester(), run.startedAt(), extras)
            .put(Placeholder.STATE, state)
            .put(Placeholder.CHECKS, checks.found().isEmpty() ? "" : checks.summary())
            .put(Placeholder.CHANGED, joined(report.changed()))
            .put(Placeholder.UNCHANGED, joined(report.unchanged()));
    run.endedAt()
        .ifPresent(end ->
            facts
                .put(Placeholder.ENDED, Facts.time(end))
                .put(Placeholder.TOOK, Facts.took(Duration.between(run.startedAt(), end))));
    return facts;
  }

  private static List<String> details(Run run) {
    Report report = Report.of(run);
    List<String> details = new ArrayList<>();
    report.changed().forEach(line -> details.add("changed: " + line));
    report.unchanged().forEach(line -> details.add("not changed: " + line));
    Checks.of(run).lines().forEach(line -> details.add("check: " + line));
    report.next().forEach(line -> details.add("next: " + line));
    return bounded(details);
  }

  private static List<String> bounded(List<String> lines) {
    if (lines.size() <= MOST_DETAILS) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, MOST_DETAILS));
    first.add("… and " + (lines.size() - MOST_DETAILS) + " more lines");
    return first;
  }

  /** "All systems operational" only when every check passed; unknown is not passed. */
  private static String state(Run run) {
    return switch (run.result().orElseThrow()) {
      case COMPLETE, ALREADY_SO ->
          Checks.of(run).allPassed()
              ? "All systems operational"
              : "Rolled back; whether all is well is not known";
      case UNVERIFIED -> "Rolled back, but a check failed or could not tell";
      case PARTWAY -> "Partly rolled back";
      case FAILED -> "Not rolled back; nothing was changed";
      case STOPPED -> "Stopped on request; nothing was changed";
      case NOT_APPROVED -> "Not approved in time; nothing was changed";
    };
  }

  private static String joined(List<String> lines) {
    return String.join("; ", lines);
  }
}
