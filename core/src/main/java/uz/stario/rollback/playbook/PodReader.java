package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import uz.stario.rollback.gpu.Requirement;
import uz.stario.rollback.release.WorkloadRef;

/** Reads checks that look into pods: what they wrote, and what a command in them says. */
final class PodReader {

  /** No cluster keeps more of a pod's log, as a rule. */
  private static final Duration LONGEST_BEFORE = Duration.ofHours(24);

  /** More is no longer looked at in a report. */
  private static final int MOST_SHOWN = 100;

  private PodReader() {}

  static LogCheck log(Located<Node> from, String name, Duration limit, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.LOG, mistakes);
    return new LogCheck(
        name,
        workload(fields),
        Texts.patterns(fields, "mustAppear", mistakes),
        Texts.patterns(fields, "mustNotAppear", mistakes),
        Texts.patterns(fields, "noise", mistakes),
        fields.read("before", Durations.LONG.atMost(LONGEST_BEFORE)).orElse(LogCheck.HOUR_BEFORE),
        fields.read("show", Texts.whole(0, MOST_SHOWN)).orElse(0),
        limit);
  }

  static ExecCheck exec(Located<Node> from, String name, Duration limit, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.EXEC, mistakes);
    return new ExecCheck(
        name,
        workload(fields),
        fields.name("container", NameRule.LABEL),
        command(fields, mistakes),
        fields.text("contains"),
        limit);
  }

  static GpuCheck gpu(Located<Node> from, String name, Duration limit, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.GPU, mistakes);
    return new GpuCheck(
        name,
        workload(fields),
        fields.name("resource", NameRule.EXTENDED_RESOURCE).orElse(GpuCheck.USUAL_RESOURCE),
        labels(fields.find("labels"), mistakes),
        fields.read("requires", PodReader::requirement),
        limit);
  }

  private static Optional<String> requirement(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isPresent() && Requirement.parse(text.get()) instanceof Requirement.Parsed.Bad bad) {
      mistakes.add(from, "is no requirement: " + bad.why());
    }
    return text;
  }

  private static SortedMap<String, String> labels(Optional<Located<Node>> from, Mistakes mistakes) {
    List<Located<String>> values = new ArrayList<>();
    SortedMap<String, String> labels = Texts.map(from, NameRule.LABEL_KEY, values, mistakes);
    for (Located<String> value : values) {
      if (!NameRule.LABEL_VALUE.allows(value.value())) {
        mistakes.add(value, NameRule.LABEL_VALUE.words());
      }
    }
    return labels;
  }

  private static WorkloadRef workload(Fields fields) {
    return fields.read("workload", ServiceReader::workload).orElse(CheckReader.nowhere());
  }

  /** A program and its arguments, of which any may be empty but the first. */
  static List<String> command(Fields fields, Mistakes mistakes) {
    Optional<Located<Node>> at = fields.find("command");
    List<Located<Node>> items = at.map(list -> Values.items(list, mistakes)).orElse(List.of());
    if (at.isPresent() && items.isEmpty() && at.get().value() instanceof Node.Sequence) {
      mistakes.add(at.get(), "must name a program and its arguments: [ls, /models]");
    }
    List<String> command = new ArrayList<>();
    items.forEach(item -> Values.text(item, mistakes).ifPresent(command::add));
    return command;
  }
}
