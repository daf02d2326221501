package uz.stario.rollback.playbook;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mappings of a playbook file with their keys. The loader reads nothing else; the JSON Schema
 * and the guide are held to it by tests.
 */
public enum Shape {
  PLAYBOOK("", List.of("schemaVersion", "platform", "environments", "services"), List.of("checks")),
  ENVIRONMENT(
      "environments.NAME",
      List.of("namespace"),
      List.of(
          "context",
          "url",
          "channel",
          "approval",
          "prometheus",
          "verification",
          "databases",
          "healthyAfter",
          "sharedSecrets",
          "redis")),
  PROMETHEUS("environments.NAME.prometheus", List.of("url"), List.of("token")),
  PROMETHEUS_TOKEN("environments.NAME.prometheus.token", List.of(), List.of("env", "file")),
  VERIFICATION("environments.NAME.verification", List.of(), List.of("settle", "within")),
  REDIS("environments.NAME.redis", List.of(), List.of("env", "file")),
  DATABASE("environments.NAME.databases.NAME", List.of("url"), List.of("table")),
  DATABASE_URL("environments.NAME.databases.NAME.url", List.of(), List.of("env", "file")),
  CHANNEL(
      "environments.NAME.channel",
      List.of("name"),
      List.of("webhook", "slack", "messages", "figures")),
  FIGURES("environments.NAME.channel.figures", List.of(), List.of("errorRate", "p95")),
  WEBHOOK("environments.NAME.channel.webhook", List.of(), List.of("env", "file")),
  SLACK("environments.NAME.channel.slack", List.of("channel", "token"), List.of("api")),
  TOKEN("environments.NAME.channel.slack.token", List.of(), List.of("env", "file")),
  MESSAGE(
      "environments.NAME.channel.messages.NAME",
      List.of("title", "fields"),
      List.of("status", "closing")),
  APPROVAL(
      "environments.NAME.approval", List.of("of"), List.of("within", "attested", "breakGlass")),
  SERVICE(
      "services.NAME",
      List.of("workloads"),
      List.of("dependsOn", "flags", "checks", "schema", "onFailure", "optional")),
  OPTIONAL(
      "services.NAME.optional[]",
      List.of("name", "why"),
      List.of("restart", "namespace", "quarantine", "before", "after")),
  QUARANTINE("services.NAME.optional[].quarantine", List.of("key"), List.of()),
  SCHEMA("services.NAME.schema", List.of("database"), List.of("knows", "label")),
  CHECK(
      "services.NAME.checks[]",
      List.of("name"),
      List.of(
          "http",
          "status",
          "contains",
          "requests",
          "metric",
          "scrape",
          "log",
          "exec",
          "script",
          "pods",
          "gpu",
          "limit")),
  REQUESTS(
      "services.NAME.checks[].requests", List.of("send"), List.of("setUp", "cleanUp", "token")),
  REQUEST(
      "services.NAME.checks[].requests.send[]",
      List.of("http"),
      List.of(
          "does",
          "headers",
          "body",
          "statuses",
          "contains",
          "matches",
          "has",
          "is",
          "capture",
          "secret")),
  REQUESTS_TOKEN("services.NAME.checks[].requests.token", List.of(), List.of("env", "file")),
  METRIC(
      "services.NAME.checks[].metric",
      List.of("query", "threshold"),
      List.of("window", "shortest", "samples", "freshness", "otherwise")),
  SAMPLES("services.NAME.checks[].metric.samples", List.of("query", "atLeast"), List.of()),
  FRESHNESS("services.NAME.checks[].metric.freshness", List.of("query", "atMost"), List.of()),
  SCRAPE(
      "services.NAME.checks[].scrape",
      List.of("url"),
      List.of("present", "growth", "share", "quantile", "threshold", "apart", "atLeast")),
  SHARE("services.NAME.checks[].scrape.share", List.of("counter", "label", "matching"), List.of()),
  QUANTILE("services.NAME.checks[].scrape.quantile", List.of("histogram", "q"), List.of()),
  LOG(
      "services.NAME.checks[].log",
      List.of("workload"),
      List.of("mustAppear", "mustNotAppear", "noise", "before", "show")),
  EXEC(
      "services.NAME.checks[].exec",
      List.of("workload", "command"),
      List.of("container", "contains")),
  SCRIPT("services.NAME.checks[].script", List.of("command"), List.of("variables")),
  PODS("services.NAME.checks[].pods", List.of("workload"), List.of("restarts")),
  GPU("services.NAME.checks[].gpu", List.of("workload"), List.of("resource", "labels", "requires"));

  private final String path;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> required;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> optional;

  Shape(String path, List<String> required, List<String> optional) {
    this.path = path;
    this.required = required;
    this.optional = optional;
  }

  public boolean requires(String key) {
    return required.contains(key);
  }

  /** Required keys first. */
  public List<String> keys() {
    return Stream.concat(required.stream(), optional.stream()).toList();
  }

  /** Every key with its place: {@code services.NAME.checks[].http}. */
  public static List<String> paths() {
    return Stream.of(values())
        .flatMap(shape -> shape.keys().stream().map(key -> Paths.child(shape.path, key)))
        .toList();
  }
}
