package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a command makes the JVM load, for that is what a start costs: the program as a process,
 * started as the launcher does but without an AOT cache, which loads all that is in it.
 */
class ColdStartTest {

  private static final List<String> SPEAKS_WITH_A_CLUSTER =
      List.of("okhttp3.", "okio.", "kotlin.", "io.kubernetes.", "javax.net.ssl.");
  private static final List<String> JSON_AND_YAML =
      List.of("tools.jackson.", "com.fasterxml.", "org.snakeyaml.");
  private static final List<String> JOURNAL = List.of("org.sqlite.", "org.postgresql.");
  private static final List<String> REDIS =
      List.of("redis.clients.", "uz.stario.rollback.adapters.redis.");
  private static final List<String> SANDBOX =
      List.of("uz.stario.rollback.sandbox.", "org.eclipse.jetty.", "jakarta.");

  /** What client-java brings of its own, and nothing of ours uses. */
  private static final List<String> SECOND_PARSERS =
      List.of("com.google.gson.", "org.yaml.snakeyaml.", "org.jose4j.");

  @TempDir private Path folder;

  @Test
  void the_version_needs_not_even_the_command_line_library() throws Exception {
    List<String> loaded = loadedBy(new Machine(folder), "--version");

    assertNoneOf(loaded, List.of(List.of("picocli.")));
    assertNoneOf(
        loaded, List.of(SPEAKS_WITH_A_CLUSTER, JSON_AND_YAML, JOURNAL, SANDBOX, SECOND_PARSERS));
    assertThat(fromJars(loaded)).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void help_loads_the_command_line_library_and_the_commands_alone() throws Exception {
    List<String> loaded = loadedBy(new Machine(folder), "rollback", "--help");

    assertThat(loaded).anyMatch(name -> name.startsWith("picocli."));
    assertNoneOf(
        loaded, List.of(SPEAKS_WITH_A_CLUSTER, JSON_AND_YAML, JOURNAL, SANDBOX, SECOND_PARSERS));
  }

  @Test
  void an_empty_list_of_runs_opens_no_journal_and_no_connection() throws Exception {
    List<String> loaded = loadedBy(new Machine(folder), "runs");

    assertNoneOf(
        loaded, List.of(SPEAKS_WITH_A_CLUSTER, JSON_AND_YAML, JOURNAL, SANDBOX, SECOND_PARSERS));
  }

  @Test
  void a_list_of_runs_opens_the_journal_and_no_connection() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      assertThat(
              machine.stario("rollback", "deployment/poster-gen", "-n", "stario", "--yes").code())
          .isZero();

      List<String> loaded = loadedBy(machine, "runs");

      assertThat(loaded).anyMatch(name -> name.startsWith("org.sqlite."));
      assertNoneOf(loaded, List.of(SPEAKS_WITH_A_CLUSTER, SANDBOX, SECOND_PARSERS));
    }
  }

  @Test
  void a_plan_and_a_history_have_one_json_parser_one_yaml_parser_and_no_sandbox() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      for (String command : List.of("plan", "history")) {
        List<String> loaded = loadedBy(machine, command, "deployment/poster-gen", "-n", "stario");

        assertThat(loaded).anyMatch(name -> name.startsWith("okhttp3."));
        assertNoneOf(loaded, List.of(SANDBOX, SECOND_PARSERS, JOURNAL));
      }
    }
  }

  @Test
  void a_rollback_that_puts_no_queue_aside_loads_nothing_of_redis() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      List<String> loaded =
          loadedBy(
              platform.machine(), "rollback", "deployment/poster-gen", "-n", "stario", "--yes");

      assertThat(loaded).anyMatch(name -> name.startsWith("org.sqlite."));
      assertNoneOf(loaded, List.of(REDIS, SANDBOX));
    }
  }

  private static void assertNoneOf(List<String> loaded, List<List<String>> packages) {
    List<String> unwanted = packages.stream().flatMap(List::stream).toList();
    assertThat(loaded).noneMatch(name -> unwanted.stream().anyMatch(name::startsWith));
  }

  private static List<String> fromJars(List<String> loaded) {
    return loaded.stream().filter(name -> name.startsWith("uz.stario.")).toList();
  }

  /** The names of the classes loaded by one command line, in their order. */
  private List<String> loadedBy(Machine machine, String... arguments)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "classes-", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpicocli.disable.closures=true",
                "-Xlog:class+load=info:file=" + log + ":none:filecount=0",
                "-cp",
                System.getProperty("java.class.path"),
                "uz.stario.rollback.app.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(machine.folder().toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(machine.environment());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.replaceFirst(" source: .*", ""))
          .toList();
    }
  }
}
