package uz.stario.rollback.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.adapters.sqlite.SqliteJournal;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** What the journal costs a step beyond its disk, and how soon ten thousand runs are listed. */
public final class JournalBench {

  private static final Duration STEP_PROMISED = Duration.ofMillis(5);
  private static final Duration LIST_PROMISED = Duration.ofMillis(300);
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05Z");

  private final JournalOptions options;
  private final String stario = Surroundings.launcher().toString();

  private JournalBench(JournalOptions options) {
    this.options = options;
  }

  /** Arguments: {@code [--runs N] [--steps N] [--pairs N] [--in FOLDER]}. */
  public static void main(String[] arguments) {
    Path usual = Surroundings.launcher().resolveSibling("bench").resolve("target");
    Ending.of(() -> new JournalBench(JournalOptions.parse(List.of(arguments), usual)).run());
  }

  private record Steps(Duration ours, Duration floor) {}

  private record Lists(Duration ours, Duration version) {}

  private int run() throws BenchFailure {
    Path folder;
    try {
      folder = Files.createTempDirectory(options.folder(), "journal-");
    } catch (IOException e) {
      throw BenchFailure.failed("cannot make a folder in " + options.folder() + ": " + e);
    }
    try {
      Steps steps = steps(folder);
      Lists lists = lists(folder);
      List<String> shortfalls =
          Stream.of(
                  shortfall("a step", STEP_PROMISED, steps.ours()),
                  shortfall("the list", LIST_PROMISED, lists.ours()))
              .flatMap(List::stream)
              .toList();
      return Ending.tell(table(steps, lists), shortfalls, lastLine(steps, lists));
    } catch (IOException e) {
      throw BenchFailure.failed("cannot write in " + folder + ": " + e);
    } finally {
      delete(folder);
    }
  }

  /** By turns, so that both meet the same disk. The first tenth only warms up. */
  private Steps steps(Path folder) throws IOException, BenchFailure {
    List<Duration> ours = new ArrayList<>();
    List<Duration> floor = new ArrayList<>();
    RunId run = new RunId("steps");
    try (Journal journal = new SqliteJournal(folder.resolve("steps/journal.db"));
        FileChannel plain =
            FileChannel.open(
                folder.resolve("plain"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long events = append(journal, run, 0, List.of(OldRun.started(FIRST)));
      int warming = options.steps() / 10;
      for (int step = 1; step <= options.steps() + warming; step++) {
        List<List<RunEvent>> appends = OldRun.step(FIRST, step);
        long start = System.nanoTime();
        for (List<RunEvent> append : appends) {
          events = append(journal, run, events, append);
        }
        long middle = System.nanoTime();
        for (List<RunEvent> append : appends) {
          force(plain, append);
        }
        long end = System.nanoTime();
        if (step > warming) {
          ours.add(Duration.ofNanos(middle - start));
          floor.add(Duration.ofNanos(end - middle));
        }
      }
    }
    return new Steps(Median.of(ours), Median.of(floor));
  }

  private static void force(FileChannel plain, List<RunEvent> events) throws IOException {
    for (RunEvent event : events) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(EventJson.write(event) + "\n");
      while (bytes.hasRemaining()) {
        plain.write(bytes);
      }
    }
    plain.force(false);
  }

  private Lists lists(Path folder) throws BenchFailure {
    Path state = folder.resolve("state");
    System.err.println("writing " + options.runs() + " runs");
    try (Journal journal = new SqliteJournal(state.resolve("journal.db"))) {
      for (int i = 0; i < options.runs(); i++) {
        Instant at = FIRST.plus(Duration.ofMinutes(i));
        append(journal, new RunId("run-" + i), 0, OldRun.whole(at));
      }
    }
    List<Duration> ours = new ArrayList<>();
    List<Duration> version = new ArrayList<>();
    try (Outside outside = new Outside(folder, Map.of("STARIO_STATE", state.toString()))) {
      outside.must(BUILD, List.of(stario, "runs"));
      for (int pair = 0; pair < options.pairs(); pair++) {
        ours.add(outside.must(LIMIT, List.of(stario, "runs")).wall());
        version.add(outside.must(LIMIT, List.of(stario, "--version")).wall());
      }
    }
    return new Lists(Median.of(ours), Median.of(version));
  }

  private static long append(Journal journal, RunId run, long expected, List<RunEvent> events)
      throws BenchFailure {
    return switch (journal.append(run, expected, events)) {
      case Appending.Appended(long now, String _) -> now;
      case Appending.Conflict(long now) -> throw BenchFailure.failed("a conflict at " + now);
      case Appending.Unwritable(var problem) -> throw BenchFailure.failed(problem.sentence());
    };
  }

  private List<String> table(Steps steps, Lists lists) {
    return List.of(
        "                       ours ms   beside ms                promised ms",
        String.format(
            Locale.ROOT,
            "a step              %10.2f %11.2f  (the disk)   %11d",
            millis(steps.ours()),
            millis(steps.floor()),
            STEP_PROMISED.toMillis()),
        String.format(
            Locale.ROOT,
            "runs, of %-10d %10.0f %11.0f  (--version)  %11d",
            options.runs(),
            millis(lists.ours()),
            millis(lists.version()),
            LIST_PROMISED.toMillis()));
  }

  private String lastLine(Steps steps, Lists lists) {
    return String.format(
        Locale.ROOT,
        "journal step=%.2fms disk=%.2fms step/disk=%.2f runs=%.0fms version=%.0fms"
            + " runs/version=%.2f of=%d",
        millis(steps.ours()),
        millis(steps.floor()),
        millis(steps.ours()) / millis(steps.floor()),
        millis(lists.ours()),
        millis(lists.version()),
        millis(lists.ours()) / millis(lists.version()),
        options.runs());
  }

  private static List<String> shortfall(String what, Duration promised, Duration took) {
    return took.compareTo(promised) <= 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%s: promised at most %d ms, took %.2f ms",
                what,
                promised.toMillis(),
                millis(took)));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
