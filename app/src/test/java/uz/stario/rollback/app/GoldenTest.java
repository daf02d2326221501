package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people see, as it stands in {@code src/test/resources/golden}. After a change that is meant:
 * {@code -Dtest=GoldenTest -Dupdate.golden=true}, and look at the difference.
 */
class GoldenTest {

  private static final String OPTIONAL =
      """
          optional:
            - name: clear the queue
              why: jobs of the bad version fail again and again; they are put aside, not deleted
              before: rollback
              quarantine: { key: video_generation_queue }
            - name: restart nginx ingress
              why: routes are stale
              restart: deployment/ingress-nginx-controller
              namespace: ingress-nginx
      """;

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final boolean UPDATE = Boolean.getBoolean("update.golden");
  private static final String GATEWAY = "api-gateway";
  private static final String POSTER = "poster-gen";

  private static final Map<String, String> SEEN = new LinkedHashMap<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void playThrough() throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of(GATEWAY, POSTER), "v1.2.3", "v1.2.4");
      platform.flag(GATEWAY, "FEATURE_VIDEO_GEN_ENABLED", "false");
      platform.flag(GATEWAY, "FEATURE_POSTER_GEN_ENABLED", "false");
      Machine machine = platform.equipped();
      see(machine, "plan", "plan", POSTER);
      see(machine, "plan-with-flags-and-warnings", "plan", GATEWAY);
      see(machine, "diff", "history", GATEWAY, "--diff", "1", "4");
      String saved = machine.folder().resolve("plan.json").toString();
      see(machine, "plan-saved", "plan", POSTER, "--save", saved);
      see(machine, "runs-none", "runs");
      see(machine, "dry-run", "rollback", POSTER, "--dry-run");
      see(machine, "error-confirmation-missing", "rollback", POSTER);
      see(machine, "rollback", "rollback", POSTER, "--yes", "--reason", "12 % errors since 10:04");
      see(machine, "rollback-again", "rollback", POSTER, "--yes");
      see(machine, "error-plan-drifted", "rollback", "--plan", saved, "--yes");
      see(machine, "verify", "verify", POSTER, GATEWAY);
      see(machine, "history", "history", POSTER);
      see(machine, "runs", "runs");
      see(
          machine,
          "show",
          "show",
          machine.stario("runs").out().lines().toList().get(1).split(" ", 2)[0]);
      String run = machine.stario("runs").out().lines().toList().get(1).split(" ", 2)[0];
      see(machine, "error-undo-recorded-bad", "undo", run, "--yes");
      see(machine, "undo", "undo", run, "--dry-run", "--override-verdict", "it was the cache");
      see(machine, "error-service-not-in-playbook", "rollback", "api-gatewy", "--yes");
      see(
          machine,
          "error-target-recorded-bad",
          "rollback",
          POSTER,
          "--to-version",
          "v1.2.4",
          "--yes");
      see(machine, "error-version-not-found", "plan", POSTER, "--to-version", "v9");
      see(machine, "error-usage", "rolback");
      for (String command :
          List.of(
              "plan",
              "rollback",
              "runs",
              "show",
              "watch",
              "resume",
              "abort",
              "undo",
              "verify",
              "history",
              "demo")) {
        see(machine, "help-" + command, command, "--help");
      }
      see(machine, "runs-verify", "runs", "verify");
      see(machine, "help-runs-verify", "runs", "verify", "--help");
      see(machine, "releases-none", "release", "list");
      see(
          machine,
          "release-record",
          "release",
          "record",
          "v1.2.4",
          "--service",
          POSTER + "=r/poster:v1.2.4",
          "--note",
          "Fixed");
      see(machine, "release-mark", "release", "mark", "v1.2.4", "bad", "--reason", "5xx");
      see(machine, "release-list", "release", "list");
      see(machine, "release-list-markdown", "release", "list", "--markdown");
      see(machine, "error-release-not-found", "release", "mark", "v1.2.5", "unknown");
      see(machine, "help-release", "release", "--help");
      for (String command : List.of("record", "list", "mark")) {
        see(machine, "help-release-" + command, "release", command, "--help");
      }
      see(machine, "help-audit", "audit", "--help");
      see(machine, "help-playbook", "playbook", "--help");
      see(machine, "help-playbook-check", "playbook", "check", "--help");
      see(machine, "help-playbook-show", "playbook", "show", "--help");
      see(machine, "playbook-check", "playbook", "check");
      see(machine, "playbook-services", "playbook", "show");
      see(machine, "playbook-show", "playbook", "show", GATEWAY);
      see(machine, "help", "--help");
      machine
          .set("STARIO_REDIS_URL", "redis://redis.example")
          .playbook(
              platform
                  .playbook("    redis: { env: STARIO_REDIS_URL }\n")
                  .replace("  video-gen:\n", OPTIONAL + "  video-gen:\n"));
      see(machine, "plan-offers", "plan", GATEWAY, "--timeout", "5m");
      see(machine, "plan-with-a-step", "plan", GATEWAY, "--with", "clear the queue");
      see(machine, "playbook-show-optional", "playbook", "show", GATEWAY);
      see(machine, "error-step-not-in-playbook", "plan", GATEWAY, "--with", "clear queue");
      machine.kubeconfig(
          platform.sandbox().kubeconfig().replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1"));
      see(machine, "error-cluster-unreachable", "plan", POSTER);
      machine.playbook("schemaVersion: 1\nplatform: stario\nservces: {}\n");
      see(machine, "error-playbook-invalid", "plan", POSTER);
      see(machine, "error-playbook-check", "playbook", "check");
    }
  }

  private static void see(Machine machine, String name, String... arguments) {
    Outcome outcome = machine.stario(arguments);
    String words =
        Stream.of(arguments)
            .map(word -> word.contains(" ") ? "\"" + word + "\"" : word)
            .collect(Collectors.joining(" "));
    SEEN.put(
        name,
        normal(
            "$ stario "
                + words
                + "\n"
                + outcome.out()
                + (outcome.err().isEmpty() ? "" : "--- standard error\n" + outcome.err())
                + "--- exit "
                + outcome.code()
                + "\n",
            machine));
  }

  /** Without what differs from time to time and from machine to machine, and as wide. */
  private static String normal(String text, Machine machine) {
    return text.replace(machine.folder().toString(), "/home/oncall")
        .lines()
        // How far a rollout is when somebody looks is chance.
        .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d ● .*"))
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .replaceAll("\\d{4}-\\d\\d-\\d\\d", "2026-01-31")
        .replaceAll("\\b\\d\\d:\\d\\d:\\d\\d\\b", "10:05:00")
        .replaceAll("(2026-01-31) \\d\\d:\\d\\d\\b(?!:)", "$1 10:05")
        .replaceAll("\\b\\d{4}-[a-z0-9]{5}\\b", "0131-k3f9m")
        .replaceAll("Plan [0-9a-f]{12}", "Plan 0123456789ab")
        .replaceAll("127\\.0\\.0\\.1:\\d{2,5}", "127.0.0.1:8080")
        .replaceAll("\\b\\d+\\.\\d s\\b", "0.6 s")
        .replaceAll("after \\d+ s\\b", "after 1 s")
        // A rollout tells of itself more often where pods take longer.
        .replaceAll("\\b\\d+ events\\b", "16 events")
        .replaceAll("by \\S+@\\S+", "by anna@laptop");
  }

  static Stream<String> names() {
    return SEEN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void what_people_see_is_as_it_was_agreed(String name) throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    String seen = SEEN.getOrDefault(name, "");
    if (UPDATE) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, seen);
    }
    assertThat(file).as("made by -Dupdate.golden=true").exists();
    assertThat(seen).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("names")
  void no_line_is_wider_than_a_usual_terminal_but_for_names_and_errors(String name) {
    if (!name.startsWith("error-") && !name.startsWith("history")) {
      assertThat(SEEN.getOrDefault(name, "").lines())
          .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void no_two_lines_in_a_row_are_empty(String name) {
    assertThat(SEEN.getOrDefault(name, "")).doesNotContain("\n\n\n");
  }

  @Test
  void every_golden_file_is_somebodys() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(
              SEEN.keySet().stream()
                  .map(name -> name + ".txt")
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
