package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.release.WorkloadRef;

/** Reads one check of any kind; stand-ins take the place of what is wrong. */
final class CheckReader {

  /** The keys that say what kind it is. */
  private static final List<String> KINDS =
      List.of("http", "requests", "metric", "scrape", "log", "exec", "script", "pods", "gpu");

  /** These say more of what {@code http} asks. */
  private static final List<String> OF_HTTP = List.of("status", "contains");

  /** A check that takes longer says nothing of health, and a person is waiting for it. */
  private static final Duration LONGEST_LIMIT = Duration.ofMinutes(5);

  private static final int MOST_RESTARTS = 1_000;

  private final Fields fields;
  private final Mistakes mistakes;
  private final List<Located<String>> texts = new ArrayList<>();

  private CheckReader(Located<Node> from, Mistakes mistakes) {
    this.fields = new Fields(from, Shape.CHECK, mistakes);
    this.mistakes = mistakes;
  }

  /**
   * A check with the places of what may clash with other parts of the file.
   *
   * @param texts those that may name the environment's address
   */
  record Draft(Check check, Located<String> name, List<Located<String>> texts) {}

  /** All checks of a list, whose names must differ. */
  static List<Draft> all(List<Located<Node>> items, Mistakes mistakes) {
    List<Draft> checks = new ArrayList<>();
    for (Located<Node> item : items) {
      checks.add(new CheckReader(item, mistakes).read(item));
    }
    ServiceReader.reportTwice(checks.stream().map(Draft::name).toList(), mistakes);
    return checks;
  }

  private Draft read(Located<Node> from) {
    String name = fields.text("name").orElse("");
    Optional<Duration> limit = fields.read("limit", Durations.SHORT.atMost(LONGEST_LIMIT));
    Set<String> written = written(from);
    List<String> kinds = KINDS.stream().filter(written::contains).toList();
    boolean known = Shape.CHECK.keys().containsAll(written);
    if (from.value() instanceof Node.Mapping && kinds.size() != 1 && (known || kinds.size() > 1)) {
      mistakes.add(from, "must hold one of " + String.join(", ", KINDS));
    }
    for (String key : OF_HTTP) {
      if (written.contains(key) && !kinds.contains("http")) {
        mistakes.add(fields.place(key), "belongs to http; this check has none");
      }
    }
    // Of several, all are read: each has mistakes of its own.
    List<Check> read = kinds.stream().map(kind -> read(kind, name, limit)).toList();
    Check check =
        read.isEmpty() ? new PodCheck(name, nowhere(), 0, Duration.ZERO) : read.getFirst();
    return new Draft(check, fields.place("name").with(name), texts);
  }

  private static Set<String> written(Located<Node> from) {
    Set<String> keys = new HashSet<>();
    if (from.value() instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  private Check read(String kind, String name, Optional<Duration> limit) {
    Located<Node> value = fields.find(kind).orElseThrow();
    return switch (kind) {
      case "requests" ->
          RequestsReader.read(value, name, limit.orElse(Duration.ofSeconds(30)), texts, mistakes);
      case "metric" ->
          MetricReader.metric(value, name, limit.orElse(Duration.ofSeconds(5)), texts, mistakes);
      case "scrape" ->
          MetricReader.scrape(value, name, limit.orElse(Duration.ofSeconds(5)), texts, mistakes);
      case "log" -> PodReader.log(value, name, limit.orElse(Duration.ofSeconds(10)), mistakes);
      case "exec" -> PodReader.exec(value, name, limit.orElse(Duration.ofSeconds(10)), mistakes);
      case "script" -> script(value, name, limit.orElse(Duration.ofMinutes(2)));
      case "pods" -> pods(value, name, limit.orElse(Duration.ofSeconds(15)));
      case "gpu" -> PodReader.gpu(value, name, limit.orElse(Duration.ofSeconds(15)), mistakes);
      case String _ -> http(value, name, limit.orElse(Duration.ofSeconds(5)));
    };
  }

  private HealthCheck http(Located<Node> value, String name, Duration limit) {
    Optional<HttpLine> line = HttpLine.read(value, HttpLine.CHECKING, Set.of(), mistakes);
    Optional<Located<Node>> contains = fields.find("contains");
    if (contains.isPresent() && line.map(HttpLine::method).orElse("").equals("HEAD")) {
      mistakes.add(contains.get(), "cannot be met: an answer to HEAD has no body; use GET");
    }
    texts.add(value.with(line.map(HttpLine::address).orElse("")));
    return new HealthCheck(
        name,
        line.map(HttpLine::method).orElse(""),
        line.map(HttpLine::address).orElse(""),
        fields.read("status", HttpLine::status).orElse(HttpLine.USUAL_STATUS),
        contains.flatMap(text -> Values.text(text, mistakes)),
        limit);
  }

  private ScriptCheck script(Located<Node> value, String name, Duration limit) {
    Fields script = new Fields(value, Shape.SCRIPT, mistakes);
    List<String> command = PodReader.command(script, mistakes);
    return new ScriptCheck(
        name,
        command.isEmpty() ? List.of("-") : command,
        Texts.map(script.find("variables"), NameRule.VARIABLE, texts, mistakes),
        limit);
  }

  private PodCheck pods(Located<Node> value, String name, Duration limit) {
    Fields pods = new Fields(value, Shape.PODS, mistakes);
    WorkloadRef workload = pods.read("workload", ServiceReader::workload).orElse(nowhere());
    int restarts =
        pods.read("restarts", Texts.whole(0, MOST_RESTARTS)).orElse(PodCheck.USUAL_RESTARTS);
    return new PodCheck(name, workload, restarts, limit);
  }

  static WorkloadRef nowhere() {
    return WorkloadRef.deployment("none");
  }
}
