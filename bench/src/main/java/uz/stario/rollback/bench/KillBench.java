package uz.stario.rollback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.Flaw;

/** Kills the program again and again, on a sandbox of its own or on the cluster at hand. */
public final class KillBench {

  private static final String NAMESPACE = "stario-kill";
  private static final int DEPLOYMENTS = 3;
  private static final int MOST = 100_000;

  /** A machine gets busier and idler: how long a rollback takes is measured anew so often. */
  private static final int AFRESH = 20;

  /** Some end before they are killed; one in twenty where nothing else runs. */
  private static final int MOST_ROUNDS_A_KILL = 5;

  private KillBench() {}

  /** Arguments: {@code N [--cluster] [--seed S] [--yes]}. */
  public static void main(String[] arguments) {
    Ending.of(() -> run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws BenchFailure {
    if (arguments.isEmpty()) {
      throw BenchFailure.usage("wanted: N [--cluster] [--seed S] [--yes]");
    }
    int kills = Arguments.number("N", arguments.getFirst(), MOST);
    int at = arguments.indexOf("--seed");
    int seed =
        at < 0
            ? 1
            : Arguments.number(
                "--seed", at + 1 < arguments.size() ? arguments.get(at + 1) : "", MOST);
    List<String> program = List.of(Surroundings.launcher().toString());
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      Target target =
          arguments.contains("--cluster")
              ? Target.open(cleanup, Map.of(), arguments.contains("--yes"))
              : sandbox(cleanup);
      KillRounds.Tally tally = kill(cleanup, target, program, kills, seed);
      System.out.printf(
          Locale.ROOT,
          "kill rounds=%d kills=%d before=%d during=%d after=%d wrong=0 seed=%d%n",
          tally.rounds(),
          tally.kills(),
          tally.beforeTheRun(),
          tally.during(),
          tally.afterTheRun(),
          seed);
      return 0;
    }
  }

  /**
   * @throws BenchFailure where a round did not end as an undisturbed one does
   */
  static KillRounds.Tally kill(
      Cleanup cleanup, Target target, List<String> program, int kills, int seed)
      throws BenchFailure {
    Fleet fleet = new Fleet(target.api(), NAMESPACE, DEPLOYMENTS);
    target.deleteLater(cleanup, fleet);
    fleet.make();
    KillRounds rounds =
        new KillRounds(target.outside(), fleet, program, NAMESPACE, new SplittableRandom(seed));
    // The first makes the program and its caches ready.
    rounds.undisturbed();
    Outside.Course undisturbed = rounds.undisturbed();
    KillRounds.Tally tally = new KillRounds.Tally(0, 0, 0, 0, 0);
    while (tally.kills() < kills) {
      if (tally.rounds() == kills * MOST_ROUNDS_A_KILL) {
        throw BenchFailure.failed(
            "in " + tally.rounds() + " rounds only " + tally.kills() + " kills");
      }
      if (tally.rounds() % AFRESH == AFRESH - 1) {
        undisturbed = rounds.undisturbed();
      }
      tally = tally.plus(rounds.kill(undisturbed));
      System.err.printf(Locale.ROOT, "%d of %d: %s%n", tally.kills(), kills, tally);
    }
    return tally;
  }

  /** A sandbox in this process, whose pods start at once. */
  static Target sandbox(Cleanup cleanup) throws BenchFailure {
    TempFolder folder = cleanup.later(Folders.make());
    Sandbox sandbox =
        cleanup.later(
            Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.01)));
    Fleet.images().forEach(image -> sandbox.publish(image, new Flaw.None()));
    try {
      Path kubeconfig =
          Files.writeString(folder.path().resolve("kubeconfig"), sandbox.kubeconfig());
      Map<String, String> environment =
          new HashMap<>(Surroundings.differences(folder.path(), Map.of()));
      environment.put("KUBECONFIG", kubeconfig.toString());
      Outside outside = cleanup.later(new Outside(folder.path(), environment));
      Connection.Context context = Connection.Context.current(outside);
      Api api = cleanup.later(Connection.open(context, outside));
      return new Target(outside, api, context.name(), "sandbox");
    } catch (IOException e) {
      throw BenchFailure.failed("cannot write the kubeconfig: " + e.getMessage());
    }
  }
}
