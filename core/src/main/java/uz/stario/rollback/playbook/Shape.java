package uz.stario.rollback.playbook;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mappings of a playbook file with their keys. The loader reads nothing else; the JSON Schema
 * and the guide are held to it by tests.
 */
public enum Shape {
  PLAYBOOK("", List.of("schemaVersion", "platform", "environments", "services"), List.of()),
  ENVIRONMENT(
      "environments.NAME", List.of("namespace"), List.of("context", "url", "channel", "approval")),
  CHANNEL("environments.NAME.channel", List.of("name"), List.of("webhook", "slack", "messages")),
  WEBHOOK("environments.NAME.channel.webhook", List.of(), List.of("env", "file")),
  SLACK("environments.NAME.channel.slack", List.of("channel", "token"), List.of("api")),
  TOKEN("environments.NAME.channel.slack.token", List.of(), List.of("env", "file")),
  MESSAGE(
      "environments.NAME.channel.messages.NAME",
      List.of("title", "fields"),
      List.of("status", "closing")),
  APPROVAL(
      "environments.NAME.approval", List.of("of"), List.of("within", "attested", "breakGlass")),
  SERVICE("services.NAME", List.of("workloads"), List.of("dependsOn", "flags", "checks")),
  CHECK("services.NAME.checks[]", List.of("name", "http"), List.of("status", "contains", "limit"));

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
