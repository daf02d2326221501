package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.adapters.sqlite.SqliteJournal;
import uz.stario.rollback.adapters.sqlite.StateFolder;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;

/**
 * The training runs for the JVM's AOT caches: go through the common commands in this process, so
 * that their classes are loaded and linked when the JVM writes the cache at exit.
 *
 * <p>The launcher starts it on first use, in front of the user's own command. It must therefore end
 * soon, print nothing, touch nothing but a temporary folder and never fail: a cache with fewer
 * classes only makes for a slower start. See JEP 514.
 */
final class AotTraining {
  /** The hidden argument by which the launcher asks for the run with everything. */
  private static final String ALL = "--aot-train";

  /** The same for the small cache: without a cluster, and without what speaks with one. */
  private static final String BRIEF = "--aot-train-brief";

  /**
   * Takes two seconds on a quiet machine. A busy one gets time to come through, for half a cache
   * would make every later start slow.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Command lines that need nothing; each is run for the classes that it loads. */
  private static final List<List<String>> ALONE =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("rollback", "--help"),
          List.of(),
          List.of("no-such-command"));

  /** Command lines against a sandbox of this process, the likeliest in an emergency first. */
  private static final List<List<String>> ON_A_CLUSTER =
      List.of(
          List.of("plan", "deployment/api-gateway", "-n", "stario"),
          List.of("rollback", "deployment/api-gateway", "-n", "stario", "--yes"),
          List.of("history", "deployment/api-gateway", "-n", "stario"),
          List.of("runs"));

  private AotTraining() {}

  /** Whether the launcher asks for a training run, and not a person for a command. */
  static boolean isAskedFor(List<String> arguments) {
    return arguments.equals(List.of(ALL)) || arguments.equals(List.of(BRIEF));
  }

  static void run(List<String> arguments) {
    boolean brief = arguments.equals(List.of(BRIEF));
    var commands =
        Thread.ofPlatform()
            .daemon()
            .name("aot-training")
            .start(brief ? AotTraining::runAlone : AotTraining::runAll);
    try {
      var _ = commands.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void runAlone() {
    ALONE.forEach(command -> run(command, Map.of()));
  }

  private static void runAll() {
    runAlone();
    try (TempFolder folder = TempFolder.make("stario-training-")) {
      onAJournal(folder.path().resolve("j"));
      onACluster(folder.path());
    } catch (IOException | RuntimeException e) {
      // Fewer classes in the cache, no more.
    }
  }

  /** Before the cluster: the list of runs is promised to be quick, however busy the training. */
  private static void onAJournal(Path folder) {
    Instant now = Instant.EPOCH;
    var plan = new Plan("", "", now, "", false, List.of(), List.of(), List.of(), "");
    try (Journal journal = new SqliteJournal(new StateFolder(folder).journal())) {
      var _ =
          journal.append(
              new RunId("training"),
              0,
              List.of(
                  new RunEvent.Started(now, plan, ""),
                  new RunEvent.Ended(now, RunResult.COMPLETE)));
    }
    run(List.of("runs"), Map.of("STARIO_STATE", folder.toString()));
  }

  private static void onACluster(Path folder) throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      sandbox.deployPlatform("v1.2.3");
      sandbox.release("api-gateway", "v1.2.2");
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, sandbox.kubeconfig());
      var environment =
          Map.of(
              "KUBECONFIG", kubeconfig.toString(), "STARIO_STATE", folder.resolve("s").toString());
      ON_A_CLUSTER.forEach(command -> run(command, environment));
    }
  }

  private static void run(List<String> command, Map<String, String> environment) {
    // Encodes as standard output does, for those classes' sake.
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    var _ = Main.run(command, nowhere, nowhere, environment);
  }
}
