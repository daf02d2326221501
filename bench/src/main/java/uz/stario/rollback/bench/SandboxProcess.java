package uz.stario.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The sandbox in a process of its own, with the platform deployed; {@link #close} ends it. */
final class SandboxProcess implements AutoCloseable {

  /** Told by the script that starts a benchmark: where the jars and the AOT cache are. */
  private static final String HOME = "stario.bench.home";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Pattern SERVING = Pattern.compile("(?m)^ingress \\S+$");

  private final Process process;
  private final Api api;
  private final Duration untilApi;
  private final Duration untilUp;

  private SandboxProcess(Process process, Api api, Duration untilApi, Duration untilUp) {
    this.process = process;
    this.api = api;
    this.untilApi = untilApi;
    this.untilUp = untilUp;
  }

  /** Starts it and waits until every pod of the platform is available. */
  static SandboxProcess start(Outside outside) throws BenchFailure {
    Path out = outside.folder().resolve("sandbox.txt");
    Path kubeconfig = outside.folder().resolve("sandbox.kubeconfig");
    List<String> command = command(kubeconfig);
    long start = System.nanoTime();
    Process process = outside.serve(out, command);
    SandboxProcess started = null;
    try {
      await(process, "the sandbox to serve", () -> SERVING.matcher(read(out)).find());
      Api api = Connection.open(context(read(kubeconfig)), outside);
      api.get("/version");
      Duration untilApi = Duration.ofNanos(System.nanoTime() - start);
      await(process, "the platform's pods", () -> available(api));
      Duration untilUp = Duration.ofNanos(System.nanoTime() - start);
      started = new SandboxProcess(process, api, untilApi, untilUp);
      return started;
    } finally {
      if (started == null) {
        Outside.end(process); // whatever went wrong, nothing is left running
      }
    }
  }

  /** As the launcher starts the program, with another main class. */
  private static List<String> command(Path kubeconfig) throws BenchFailure {
    Path home = Path.of(System.getProperty(HOME, "target/stario")).toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms64m",
            "-Xmn32m",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:disable"));
    Path cache = home.resolve("stario.aot");
    if (Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    } else {
      System.err.println("no AOT cache at " + cache + ": starts are slower");
    }
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      // In the order of their names, as the cache was made.
      command.add("-cp");
      command.add(
          jars.filter(jar -> jar.toString().endsWith(".jar"))
              .map(Path::toString)
              .sorted()
              .collect(Collectors.joining(":")));
    } catch (IOException e) {
      throw BenchFailure.failed("no jars in " + home + ": " + e.getMessage());
    }
    command.addAll(
        List.of(
            "uz.stario.rollback.sandbox.SandboxServer",
            "--platform",
            "v1.2.3",
            "--kubeconfig-out",
            kubeconfig.toString()));
    return command;
  }

  /** The context of a kubeconfig that the sandbox wrote, without a YAML parser. */
  static Connection.Context context(String kubeconfig) throws BenchFailure {
    JsonNode cluster =
        Api.JSON
            .createObjectNode()
            .put("server", first(kubeconfig, "server: (\\S+)"))
            .put(
                "certificate-authority-data",
                first(kubeconfig, "certificate-authority-data: (\\S+)"));
    JsonNode user =
        Api.JSON.createObjectNode().put("token", first(kubeconfig, "token: ([^}\\s]+)"));
    return new Connection.Context("sandbox", cluster, user);
  }

  private static String first(String text, String pattern) throws BenchFailure {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw BenchFailure.failed("the sandbox's kubeconfig has no " + pattern);
    }
    return found.group(1);
  }

  private static boolean available(Api api) throws BenchFailure {
    JsonNode deployments = api.get("/apis/apps/v1/namespaces/stario/deployments").path("items");
    return !deployments.isEmpty()
        && deployments.valueStream().allMatch(deployment -> Convergence.isComplete(deployment, 1));
  }

  private interface Condition {
    boolean holds() throws BenchFailure;
  }

  private static void await(Process process, String what, Condition condition) throws BenchFailure {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.holds()) {
        if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          throw BenchFailure.failed("the sandbox ended with exit code " + process.exitValue());
        }
        if (System.nanoTime() > end) {
          throw BenchFailure.failed("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
  }

  private static String read(Path file) throws BenchFailure {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw BenchFailure.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  Api api() {
    return api;
  }

  Duration untilApi() {
    return untilApi;
  }

  Duration untilUp() {
    return untilUp;
  }

  /** The most memory it has held so far, in bytes; empty without a {@code /proc}. */
  OptionalLong peakResident() {
    try {
      return Readings.peakResident(
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"), UTF_8));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    api.close();
    Outside.end(process);
  }
}
