package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import uz.stario.rollback.release.WorkloadKind;
import uz.stario.rollback.release.WorkloadRef;

/** Reads one service; what is wrong is left out. */
final class ServiceReader {

  private ServiceReader() {}

  /**
   * A service with the places of what may clash with other parts of the file.
   *
   * @param optional where its optional steps are, in their order
   */
  record Draft(
      Service service,
      List<Located<WorkloadRef>> workloads,
      List<Located<String>> dependsOn,
      List<CheckReader.Draft> checks,
      Optional<Located<String>> database,
      List<Located<Node>> optional) {}

  static Draft read(String name, Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SERVICE, mistakes);
    Optional<Located<Node>> list = fields.find("workloads");
    List<Located<Node>> refs = list.map(l -> Values.items(l, mistakes)).orElse(List.of());
    if (refs.isEmpty() && list.isPresent() && list.get().value() instanceof Node.Sequence) {
      mistakes.add(list.get(), "must name at least one workload");
    }
    List<Located<WorkloadRef>> workloads = distinct(refs, ServiceReader::workload, mistakes);
    // Unknown names are told of as such, so their form does not matter.
    List<Located<String>> dependsOn = distinct(fields.items("dependsOn"), Values::text, mistakes);
    List<Located<String>> flags = distinct(fields.items("flags"), ServiceReader::flag, mistakes);
    List<CheckReader.Draft> checks = CheckReader.all(fields.items("checks"), mistakes);
    Optional<SchemaReader.Draft> schema = fields.read("schema", SchemaReader::need);
    List<Located<Node>> optional = fields.items("optional");
    Service service =
        new Service(
            name,
            values(workloads),
            new TreeSet<>(values(dependsOn)),
            new TreeSet<>(values(flags)),
            checks.stream().map(CheckReader.Draft::check).toList(),
            schema.map(SchemaReader.Draft::need),
            fields.read("onFailure", ServiceReader::policy).orElse(FailurePolicy.CONTINUE),
            OptionalStepReader.all(optional, workloads, mistakes));
    return new Draft(
        service,
        workloads,
        dependsOn,
        checks,
        schema.flatMap(SchemaReader.Draft::database),
        optional);
  }

  static Optional<WorkloadRef> workload(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int slash = text.get().indexOf('/');
    String kind = text.get().substring(0, Math.max(slash, 0));
    String name = text.get().substring(slash + 1);
    String noun = WorkloadKind.DEPLOYMENT.noun();
    if (!kind.equals(noun)) {
      // kubectl's other spellings stay out: one spelling in files is easier to search for.
      mistakes.add(from.path(), from.at(), "must be " + noun + "/NAME", kind, List.of(noun));
      return Optional.empty();
    }
    if (!NameRule.SUBDOMAIN.allows(name)) {
      mistakes.add(from, "the name " + NameRule.SUBDOMAIN.words());
      return Optional.empty();
    }
    return Optional.of(WorkloadRef.deployment(name));
  }

  private static Optional<FailurePolicy> policy(Located<Node> from, Mistakes mistakes) {
    List<FailurePolicy> all = List.of(FailurePolicy.values());
    return Values.oneOf(from, all.stream().map(FailurePolicy::word).toList(), mistakes)
        .flatMap(word -> all.stream().filter(policy -> policy.word().equals(word)).findFirst());
  }

  private static Optional<String> flag(Located<Node> from, Mistakes mistakes) {
    return Values.name(from, NameRule.VARIABLE, mistakes);
  }

  private static <R> List<Located<R>> distinct(
      List<Located<Node>> items, Read<R> reader, Mistakes mistakes) {
    List<Located<R>> read = new ArrayList<>();
    for (Located<Node> item : items) {
      reader.read(item, mistakes).ifPresent(value -> read.add(item.with(value)));
    }
    reportTwice(read, mistakes);
    return read;
  }

  @FunctionalInterface
  private interface Read<R> {
    Optional<R> read(Located<Node> from, Mistakes mistakes);
  }

  static <R> void reportTwice(List<Located<R>> read, Mistakes mistakes) {
    Map<String, Position> first = new HashMap<>();
    for (Located<R> one : read) {
      String text = one.value().toString();
      Position earlier = first.putIfAbsent(text, one.at());
      if (earlier != null && !text.isEmpty()) {
        mistakes.add(one, Paths.shown(text) + " stands twice; the first time at " + earlier);
      }
    }
  }

  private static <R> List<R> values(List<Located<R>> located) {
    return located.stream().map(Located::value).toList();
  }
}
