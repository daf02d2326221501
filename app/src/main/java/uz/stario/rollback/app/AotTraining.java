package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * The training run for the JVM's AOT cache: goes through the common commands in this process, so
 * that their classes are loaded and linked when the JVM writes the cache at exit.
 *
 * <p>The launcher starts it on first use, in front of the user's own command. It must therefore end
 * soon, print nothing, touch nothing outside the process and never fail: a cache with fewer classes
 * only makes for a slower start. See JEP 514.
 */
final class AotTraining {
  /** The hidden argument by which the launcher asks for the training run. */
  static final String ARGUMENT = "--aot-train";

  /** Writing the cache takes about a second more; an emergency may not wait five for a cache. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** Command lines that only read; each is run for the classes that it loads. */
  private static final List<List<String>> COMMANDS =
      List.of(List.of("--version"), List.of("--help"), List.of(), List.of("no-such-command"));

  private AotTraining() {}

  static int run() {
    var commands = Thread.ofPlatform().daemon().name("aot-training").start(AotTraining::runAll);
    try {
      var _ = commands.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static void runAll() {
    for (var command : COMMANDS) {
      // Encodes as standard output does, for those classes' sake.
      var nowhere = new PrintWriter(OutputStream.nullOutputStream(), true, UTF_8);
      var _ = Main.run(command, nowhere, nowhere);
    }
  }
}
