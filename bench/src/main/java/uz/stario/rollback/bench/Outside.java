package uz.stario.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs other programs, one at a time, in a folder of their own and with argument lists; measures
 * them from outside. {@link #close} ends the one that runs.
 */
final class Outside implements AutoCloseable {

  /** Between looks at a process's memory; the kernel keeps the peak, so only the end is missed. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Between looks at what a program has said. */
  private static final Duration LISTEN = Duration.ofMillis(2);

  private static final Duration MOST_SILENT = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int QUOTED_LINES = 8;

  private final Path folder;
  private final Map<String, String> environment;
  private volatile @Nullable Process running;

  /** How a program ended: its exit code, wall time, output and peak memory where it is known. */
  record Finished(
      int exitCode, Duration wall, String out, String messages, OptionalLong peakResident) {}

  /**
   * The environment is this process's, with these differences.
   *
   * @param folder where the programs run and their output is kept
   */
  Outside(Path folder, Map<String, String> differences) {
    this.folder = folder;
    this.environment = new HashMap<>(differences);
  }

  Path folder() {
    return folder;
  }

  /** Runs a program that must succeed. */
  Finished must(Duration limit, List<String> command) throws BenchFailure {
    Finished finished = run(limit, command);
    if (finished.exitCode() != 0) {
      throw BenchFailure.failed(
          String.join(" ", command)
              + "\nended with exit code "
              + finished.exitCode()
              + ":\n"
              + tail(finished.out())
              + tail(finished.messages()));
    }
    return finished;
  }

  /** Runs a program to its end, or ends it once its time is up. */
  Finished run(Duration limit, List<String> command) throws BenchFailure {
    try {
      long start = System.nanoTime();
      Process process = start(command);
      running = process;
      OptionalLong resident = waitFor(process, limit, start);
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      if (process.isAlive()) {
        end(process);
        throw BenchFailure.failed(
            String.join(" ", command) + "\nwas ended after " + limit.toSeconds() + " s");
      }
      return new Finished(
          process.exitValue(),
          wall,
          Files.readString(out(), UTF_8),
          Files.readString(messages(), UTF_8),
          resident);
    } catch (IOException e) {
      throw BenchFailure.failed("cannot run " + command.getFirst() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    } finally {
      running = null;
    }
  }

  /** When a program first said something, and when it ended; both since it was started. */
  record Course(Duration said, Duration wall) {}

  /** Runs a program that must say something and must succeed. */
  Course course(Duration limit, String saying, List<String> command) throws BenchFailure {
    try {
      long start = System.nanoTime();
      Process process = start(command);
      running = process;
      boolean said = waitUntilSaid(process, saying, limit);
      Duration until = Duration.ofNanos(System.nanoTime() - start);
      boolean ended = process.waitFor(limit.minus(until).toNanos(), TimeUnit.NANOSECONDS);
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      if (!said || !ended || process.exitValue() != 0) {
        end(process);
        throw BenchFailure.failed(
            String.join(" ", command)
                + "\nended with exit code "
                + process.exitValue()
                + (said ? ":\n" : " and never said \"" + saying + "\":\n")
                + tail(Files.readString(out(), UTF_8))
                + tail(Files.readString(messages(), UTF_8)));
      }
      return new Course(until, wall);
    } catch (IOException e) {
      throw BenchFailure.failed("cannot run " + command.getFirst() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    } finally {
      running = null;
    }
  }

  /**
   * Starts a program and kills it, with nothing to be done about it, once the time is up.
   *
   * @param saying the time counts from when it has said this; from its start where this is empty
   * @return whether it still ran then
   */
  boolean killAfter(String saying, Duration time, List<String> command) throws BenchFailure {
    try {
      Process process = start(command);
      running = process;
      waitUntilSaid(process, saying, MOST_SILENT);
      boolean ended = process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
      process.destroyForcibly().waitFor();
      return !ended;
    } catch (IOException e) {
      throw BenchFailure.failed("cannot run " + command.getFirst() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    } finally {
      running = null;
    }
  }

  private boolean waitUntilSaid(Process process, String saying, Duration limit)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean ended = false;
    while (!Files.readString(out(), UTF_8).contains(saying)) {
      if (ended || System.nanoTime() - start > limit.toNanos()) {
        return false;
      }
      // What it said at the very end is looked at once more.
      ended = process.waitFor(LISTEN.toNanos(), TimeUnit.NANOSECONDS);
    }
    return true;
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out().toFile())
            .redirectError(messages().toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Path out() {
    return folder.resolve("out.txt");
  }

  private Path messages() {
    return folder.resolve("messages.txt");
  }

  private static OptionalLong waitFor(Process process, Duration limit, long start)
      throws InterruptedException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    OptionalLong peak = OptionalLong.empty();
    while (System.nanoTime() - start < limit.toNanos()
        && !process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      OptionalLong now = peakResident(status);
      peak = now.isPresent() ? now : peak;
    }
    return peak;
  }

  private static OptionalLong peakResident(Path status) {
    try {
      return Readings.peakResident(Files.readString(status, UTF_8));
    } catch (IOException e) {
      return OptionalLong.empty(); // it has just ended, or this system has no /proc
    }
  }

  /** Starts a program that serves until it is ended by {@link #end}. */
  Process serve(Path out, List<String> command) throws BenchFailure {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw BenchFailure.failed("cannot run " + command.getFirst() + ": " + e.getMessage());
    }
  }

  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String tail(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int from = Math.max(0, lines.size() - QUOTED_LINES);
    return lines.subList(from, lines.size()).stream()
        .map(line -> "  " + line + "\n")
        .reduce("", String::concat);
  }

  @Override
  public void close() {
    Process process = running;
    if (process != null) {
      end(process);
    }
  }
}
