package uz.stario.rollback.playbook;

import java.util.List;
import uz.stario.rollback.playbook.MessageTemplate.Line;

/**
 * The templates of a run's messages.
 *
 * @param inProgress before the first change
 * @param complete at the end of a run that did all it was to do
 * @param incomplete at the end of any other, and where it waits for a person
 */
public record MessageTemplates(
    MessageTemplate inProgress, MessageTemplate complete, MessageTemplate incomplete) {

  /** Those of the playbook's communication templates, and one for what they leave out. */
  public static final MessageTemplates USUAL =
      new MessageTemplates(beginning(), ending(), fallingShort());

  /** What a playbook calls them. */
  static final List<String> NAMES = List.of("inProgress", "complete", "incomplete");

  private static MessageTemplate beginning() {
    return new MessageTemplate(
        "ROLLBACK IN PROGRESS",
        List.of(
            new Line("Service", "${services}"),
            new Line("Version", "${versions}"),
            new Line("Environment", "${environment}"),
            new Line("Reason", "${reason}"),
            new Line("Started", "${started} by ${who}"),
            new Line("ETA", "${eta}"),
            new Line("Impact", "${impact}"),
            new Line("Watch", "${watch}")),
        "In progress",
        "Will update when complete.");
  }

  private static MessageTemplate ending() {
    return new MessageTemplate(
        "ROLLBACK COMPLETE",
        List.of(
            new Line("Service", "${services}"),
            new Line("Environment", "${environment}"),
            new Line("Rolled back to", "${to} (was ${from})"),
            new Line("Completed at", "${ended}, after ${took}"),
            new Line("Current status", "${state}"),
            new Line("Checks", "${checks}"),
            new Line("Post-mortem", "${postMortem}"),
            new Line("Fix", "${fix}"),
            new Line("Error rate", "${errorRate} (was ${errorRateBefore})"),
            new Line("P95 latency", "${p95} (was ${p95Before})"),
            new Line("Run", "${run}")),
        "Complete",
        "");
  }

  private static MessageTemplate fallingShort() {
    return new MessageTemplate(
        "ROLLBACK NOT COMPLETE",
        List.of(
            new Line("Service", "${services}"),
            new Line("Version", "${versions}"),
            new Line("Environment", "${environment}"),
            new Line("Reason", "${reason}"),
            new Line("Current status", "${state}"),
            new Line("Changed", "${changed}"),
            new Line("Not changed", "${unchanged}"),
            new Line("Checks", "${checks}"),
            new Line("Error rate", "${errorRate} (was ${errorRateBefore})"),
            new Line("P95 latency", "${p95} (was ${p95Before})"),
            new Line("Next", "${next}"),
            new Line("Run", "${run}")),
        "Needs a person",
        "");
  }
}
