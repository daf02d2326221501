package uz.stario.rollback.metrics;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Reads what a {@code /metrics} endpoint says, line by line, in a bounded space.
 *
 * <p>As Prometheus does, one line that can't be read makes the whole unreadable. Of a series that
 * stands twice the first value counts. Timestamps are ignored: what is asked of a scrape is how its
 * values differ from another's, and the caller knows when it asked. Not thread-safe; never throws.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Text format 0.0.4</a>
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
public final class Exposition {

  /** How the text is written, by its content type. */
  public enum Format {
    TEXT,
    /** Ends with {@code # EOF}; without it a part is missing. */
    OPEN_METRICS
  }

  /**
   * What an endpoint may say at most.
   *
   * @param characters of all lines together
   * @param series that are kept
   */
  public record Limits(int lines, long characters, int names, int series) {

    /** Ten times what large services expose; a scrape of that size is already a mistake. */
    public static final Limits USUAL = new Limits(500_000, 64L * 1024 * 1024, 20_000, 50_000);
  }

  /** What came of reading. */
  public sealed interface Result {
    record Read(Scrape scrape) implements Result {}

    /**
     * @param why one line for people
     */
    record Unreadable(String why) implements Result {}
  }

  private final Instant at;
  private final Format format;
  private final Set<String> wanted;
  private final Limits limits;
  private final Map<String, Map<SortedMap<String, String>, Double>> series = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private int lines;
  private long characters;
  private int kept;
  private boolean ended;
  private Optional<String> fault = Optional.empty();

  /**
   * @param wanted the names of the series to keep, all where it is empty; when the process began is
   *     always kept
   */
  public Exposition(Instant at, Format format, Set<String> wanted, Limits limits) {
    this.at = at;
    this.format = format;
    this.wanted = Set.copyOf(wanted);
    this.limits = limits;
  }

  /**
   * Takes the next line, without its end.
   *
   * @return whether more lines are of use
   */
  public boolean line(String line) {
    lines++;
    characters += line.length();
    if (lines > limits.lines()) {
      return unreadable("it has more than " + limits.lines() + " lines");
    } else if (characters > limits.characters()) {
      return unreadable("it has more than " + limits.characters() + " characters");
    } else if (ended && !line.isBlank()) {
      return unreadable("line " + lines + " follows its end");
    }
    String text = line.strip();
    if (text.startsWith("#")) {
      comment(text);
    } else if (!text.isEmpty()) {
      sample(text);
    }
    if (names.size() > limits.names()) {
      return unreadable("it has more than " + limits.names() + " names of metrics");
    }
    return fault.isEmpty();
  }

  private void comment(String text) {
    String[] words = text.split("[ \t]+", 4);
    if (text.equals("# EOF")) {
      ended = format == Format.OPEN_METRICS;
    } else if (words.length > 2 && words[0].equals("#") && words[1].equals("TYPE")) {
      names.add(words[2]);
    }
  }

  private void sample(String text) {
    SampleLine read;
    try {
      read = SampleLine.parse(text);
    } catch (SampleLine.Malformed e) {
      unreadable("line " + lines + ": " + e.getMessage());
      return;
    }
    String name = read.name();
    names.add(name);
    if (wanted.isEmpty() || wanted.contains(name) || name.equals(Scrape.PROCESS_START)) {
      var values = series.computeIfAbsent(name, _ -> new HashMap<>());
      if (values.putIfAbsent(read.labels(), read.value()) == null && ++kept > limits.series()) {
        unreadable("it has more than " + limits.series() + " series");
      }
    }
  }

  private boolean unreadable(String why) {
    if (fault.isEmpty()) {
      fault = Optional.of(why);
    }
    return false;
  }

  /** What was read, once the last line was given. */
  public Result finish() {
    if (fault.isEmpty() && format == Format.OPEN_METRICS && !ended) {
      unreadable("its end is missing");
    }
    if (fault.isEmpty() && names.isEmpty()) {
      unreadable("it holds no metric");
    }
    return fault
        .<Result>map(Result.Unreadable::new)
        .orElseGet(() -> new Result.Read(new Scrape(at, series, names)));
  }
}
