package uz.stario.rollback.announce;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/**
 * Fills the playbook's message templates from a plan and its run. What software cannot know is left
 * visibly open.
 */
public final class Messages {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final String OPEN = "not stated yet";

  private Messages() {}

  /**
   * @param usual how long such runs took in the past; empty when there were none
   */
  public static Message inProgress(
      Plan plan, RunId run, Instant started, Optional<Duration> usual) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Service", services(plan)));
    fields.add(new Field("Environment", plan.environment()));
    fields.add(new Field("Reason", plan.reason().isEmpty() ? OPEN : plan.reason()));
    fields.add(new Field("Started", TIME.format(started)));
    fields.add(
        new Field(
            "ETA",
            usual
                .map(d -> TIME.format(started.plus(d)) + " (as past runs took)")
                .orElse("not known: no past run to go by")));
    fields.add(new Field("Impact", OPEN));
    fields.add(new Field("Run", run.value()));
    return new Message(Kind.IN_PROGRESS, "ROLLBACK IN PROGRESS", fields, "In progress");
  }

  /** That a run begins only when a second person has approved it. */
  public static Message approvalWanted(Plan plan, RunId run, ApprovalNeed need) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Service", services(plan)));
    fields.add(new Field("Environment", plan.environment()));
    fields.add(new Field("Reason", plan.reason().isEmpty() ? OPEN : plan.reason()));
    fields.add(new Field("Asked by", need.requester()));
    fields.add(new Field("Until", TIME.format(need.until())));
    fields.add(new Field("Plan", plan.digest().substring(0, 12)));
    fields.add(new Field("Approve", "stario approve " + run));
    return new Message(
        Kind.IN_PROGRESS, "ROLLBACK WAITS FOR A SECOND PERSON", fields, "Waits for approval");
  }

  /** The closing message of a run that has ended: complete, or what is missing. */
  public static Message ended(Run run) {
    Plan plan = run.plan();
    RunResult result = run.result().orElseThrow();
    boolean complete = result == RunResult.COMPLETE || result == RunResult.ALREADY_SO;
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Service", services(plan)));
    fields.add(new Field("Environment", plan.environment()));
    fields.add(
        new Field(
            complete || result == RunResult.UNVERIFIED ? "Rolled back to" : "Meant to go to",
            versions(plan)));
    fields.add(
        new Field(
            complete ? "Completed at" : "Ended at",
            TIME.format(run.endedAt().orElse(run.startedAt()))));
    fields.add(new Field("Current status", status(result)));
    if (complete) {
      fields.add(new Field("Post-mortem", OPEN));
      fields.add(new Field("Fix", OPEN));
    } else {
      fields.add(new Field("Next", "stario show " + run.id()));
    }
    fields.add(new Field("Run", run.id().value()));
    return complete
        ? new Message(Kind.COMPLETE, "ROLLBACK COMPLETE", fields, "Complete")
        : new Message(Kind.INCOMPLETE, "ROLLBACK NOT COMPLETE", fields, "Needs a person");
  }

  /** The closing message of a run that this program could not go on with. */
  public static Message lost(Run run, Problem problem) {
    return new Message(
        Kind.INCOMPLETE,
        "ROLLBACK NOT COMPLETE",
        List.of(
            new Field("Service", services(run.plan())),
            new Field("Environment", run.plan().environment()),
            new Field("Current status", problem.what() + " " + problem.changed()),
            new Field("Next", problem.next()),
            new Field("Run", run.id().value())),
        "Needs a person");
  }

  private static String status(RunResult result) {
    return switch (result) {
      case COMPLETE, ALREADY_SO -> "All checks of the rolled back services passed";
      case UNVERIFIED -> "Rolled back, but a check failed or could not tell";
      case PARTWAY -> "Partly rolled back";
      case FAILED -> "Not rolled back; nothing was changed";
      case STOPPED -> "Stopped on request; nothing was changed";
      case NOT_APPROVED -> "Not approved in time; nothing was changed";
    };
  }

  private static String services(Plan plan) {
    return String.join(", ", plan.services());
  }

  private static String versions(Plan plan) {
    return plan.workloads().stream()
        .map(WorkloadPlan::toVersion)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
