package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.adapters.sqlite.SqliteJournal;
import uz.stario.rollback.adapters.sqlite.SqliteLedger;
import uz.stario.rollback.adapters.sqlite.StateFolder;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;
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
  /**
   * The hidden argument by which the launcher asks for the run with everything; after it may come
   * the path of a playbook that has something of each kind.
   */
  private static final String ALL = "--aot-train";

  /** The same for the small cache: without a cluster, and without what speaks with one. */
  private static final String BRIEF = "--aot-train-brief";

  /**
   * Takes two seconds on a quiet machine. A busy one gets time to come through, for half a cache
   * would make every later start slow.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Stands in the command lines for the path of a playbook. */
  private static final String PLAYBOOK = "stario.yaml";

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
          List.of("plan", "--all", "--playbook", PLAYBOOK),
          List.of("rollback", "--all", "--yes", "--json", "--playbook", PLAYBOOK),
          List.of("history", "api-gateway", "--playbook", PLAYBOOK),
          List.of("runs"));

  private AotTraining() {}

  /** Whether the launcher asks for a training run, and not a person for a command. */
  static boolean isAskedFor(List<String> arguments) {
    return arguments.equals(List.of(BRIEF))
        || (!arguments.isEmpty() && arguments.size() <= 2 && arguments.getFirst().equals(ALL));
  }

  static void run(List<String> arguments) {
    boolean brief = arguments.equals(List.of(BRIEF));
    var commands =
        Thread.ofPlatform()
            .daemon()
            .name("aot-training")
            .start(
                brief
                    ? AotTraining::runAlone
                    : () -> runAll(arguments.subList(1, arguments.size())));
    try {
      var _ = commands.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void runAlone() {
    ALONE.forEach(command -> run(command, Map.of()));
  }

  private static void runAll(List<String> playbooks) {
    runAlone();
    playbooks.forEach(file -> run(List.of("playbook", "check", "--playbook", file), Map.of()));
    try (TempFolder folder = TempFolder.make("stario-training-")) {
      onRecords(folder.path().resolve("j"));
      onACluster(folder.path());
    } catch (IOException | RuntimeException e) {
      // Fewer classes in the cache, no more.
    }
  }

  /** Before the cluster: these lists are promised to be quick, however busy the training. */
  private static void onRecords(Path folder) {
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
    var service = new ReleasedService(new TreeSet<>(Set.of("r/t:v1")), new TreeMap<>());
    var release = new Release(now, "", "v1", new TreeMap<>(Map.of("", service)), "", "", "");
    try (var ledger = new SqliteLedger(new StateFolder(folder).ledger())) {
      var _ = ledger.record(release);
      var _ = ledger.judge(new Judgement(release.id(), Health.HEALTHY, "", "", now));
    }
    var environment = Map.of("STARIO_STATE", folder.toString());
    run(List.of("runs"), environment);
    run(List.of("release", "list"), environment);
  }

  private static void onACluster(Path folder) throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      sandbox.deployPlatform("v1.2.3");
      sandbox.release("api-gateway", "v1.2.2");
      sandbox.release("regtech-filter", "v1.2.2");
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, sandbox.kubeconfig());
      Path playbook = folder.resolve(PLAYBOOK);
      Files.writeString(playbook, playbook(sandbox.ingress()));
      var environment =
          Map.of(
              "KUBECONFIG", kubeconfig.toString(), "STARIO_STATE", folder.resolve("s").toString());
      for (List<String> command : ON_A_CLUSTER) {
        List<String> line = new ArrayList<>(command);
        line.replaceAll(word -> word.equals(PLAYBOOK) ? playbook.toString() : word);
        run(line, environment);
      }
    }
  }

  /** Two waves and a check, read and asked as those of people are. */
  private static String playbook(URI at) {
    return """
    schemaVersion: 1
    platform: training
    environments:
      training:
        namespace: stario
        url: %s
        verification: { settle: 0s, within: 2s }
    services:
      api-gateway:
        workloads: [deployment/api-gateway]
        dependsOn: [regtech-filter]
        flags: [EMERGENCY_MODE]
        checks:
          - name: health
            http: GET ${url}/health
      regtech-filter:
        workloads: [deployment/regtech-filter]
    """
        .formatted(at);
  }

  private static void run(List<String> command, Map<String, String> environment) {
    // Encodes as standard output does, for those classes' sake.
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    var _ = Main.run(command, nowhere, nowhere, environment);
  }
}
