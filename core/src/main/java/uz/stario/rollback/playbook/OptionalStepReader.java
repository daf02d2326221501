package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.release.WorkloadRef;

/** Reads the optional steps of a service; stand-ins take the place of what is wrong. */
final class OptionalStepReader {

  /** The keys that say what a step does. */
  private static final List<String> KINDS = List.of("restart", "quarantine");

  private static final String ROLLBACK = "rollback";

  private OptionalStepReader() {}

  /**
   * All steps of a list, whose names must differ.
   *
   * @param own the service's workloads, which are restarted by going back
   */
  static List<OptionalStep> all(
      List<Located<Node>> items, List<Located<WorkloadRef>> own, Mistakes mistakes) {
    List<OptionalStep> steps = new ArrayList<>();
    List<Located<String>> names = new ArrayList<>();
    for (Located<Node> item : items) {
      Fields fields = new Fields(item, Shape.OPTIONAL, mistakes);
      String name = fields.text("name").orElse("");
      names.add(fields.place("name").with(name));
      steps.add(
          new OptionalStep(
              name,
              fields.text("why").orElse(""),
              moment(item, fields, mistakes),
              remedy(item, fields, own, mistakes)));
    }
    ServiceReader.reportTwice(names, mistakes);
    return steps;
  }

  private static OptionalStep.Moment moment(Located<Node> from, Fields fields, Mistakes mistakes) {
    boolean before = fields.read("before", OptionalStepReader::rollback).isPresent();
    fields.read("after", OptionalStepReader::rollback);
    Set<String> written = written(from);
    if (written.contains("before") && written.contains("after")) {
      mistakes.add(from, "must not hold both before and after");
    }
    return before ? OptionalStep.Moment.BEFORE : OptionalStep.Moment.AFTER;
  }

  private static Optional<String> rollback(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isPresent() && !text.get().equals(ROLLBACK)) {
      mistakes.add(from.path(), from.at(), "must be " + ROLLBACK, text.get(), List.of(ROLLBACK));
    }
    return text;
  }

  private static OptionalStep.Remedy remedy(
      Located<Node> from, Fields fields, List<Located<WorkloadRef>> own, Mistakes mistakes) {
    Set<String> written = written(from);
    List<String> kinds = KINDS.stream().filter(written::contains).toList();
    boolean known = Shape.OPTIONAL.keys().containsAll(written);
    if (from.value() instanceof Node.Mapping && kinds.size() != 1 && (known || kinds.size() > 1)) {
      mistakes.add(from, "must hold one of " + String.join(", ", KINDS));
    }
    if (written.contains("namespace") && !kinds.contains("restart")) {
      mistakes.add(fields.place("namespace"), "belongs to restart; this step has none");
    }
    // Of both, both are read: each has mistakes of its own.
    Optional<OptionalStep.Remedy> quarantine = fields.read("quarantine", OptionalStepReader::queue);
    OptionalStep.Remedy restart = restart(fields, own, mistakes);
    return quarantine.orElse(restart);
  }

  private static OptionalStep.Remedy restart(
      Fields fields, List<Located<WorkloadRef>> own, Mistakes mistakes) {
    Optional<WorkloadRef> workload = fields.read("restart", ServiceReader::workload);
    Optional<String> namespace = fields.name("namespace", NameRule.LABEL);
    if (namespace.isEmpty()
        && workload
            .filter(ref -> own.stream().map(Located::value).anyMatch(ref::equals))
            .isPresent()) {
      mistakes.add(
          fields.place("restart"),
          "is no step of its own: a rollback of this service restarts it already");
    }
    return new OptionalStep.Remedy.Restart(workload.orElse(CheckReader.nowhere()), namespace);
  }

  private static Optional<OptionalStep.Remedy> queue(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.QUARANTINE, mistakes);
    String key = fields.name("key", NameRule.REDIS_KEY).orElse("");
    return Optional.of(new OptionalStep.Remedy.Quarantine(key));
  }

  private static Set<String> written(Located<Node> from) {
    Set<String> keys = new HashSet<>();
    if (from.value() instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }
}
