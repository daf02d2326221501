package uz.stario.rollback.logs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a line of a log says, and whether it tells of an error.
 *
 * <p>The level decides where there is one, in JSON, {@code level=…}, klog's {@code E1123} or as a
 * word near the beginning; else the words that people grep for. Never throws.
 */
public record LogLine(boolean error, String message) {

  /** What stands beyond tells no two errors apart. */
  public static final int LONGEST = 4_000;

  private static final Set<String> GRAVE =
      Set.of(
          "error",
          "err",
          "fatal",
          "critical",
          "crit",
          "panic",
          "alert",
          "emerg",
          "emergency",
          "severe");
  private static final Set<String> MILD =
      Set.of("trace", "debug", "info", "information", "notice", "warn", "warning");

  /** What people grep for, in small letters. */
  private static final List<String> WORDS =
      List.of("error", "exception", "fatal", "panic", "traceback", "critical");

  /** What before and behind such a word makes it tell of none: {@code no errors, error: null}. */
  private static final List<String> NONE_OF = List.of("0 ", "no ", "without ", "without any ");

  private static final Pattern IS_NONE =
      Pattern.compile("s?\"?\\s?[=:]\\s?(?:0\\b|null|nil|none|false|\"\"|''|-(?:\\s|$))");

  private static final Pattern KLOG = Pattern.compile("([IWEF])\\d{4} \\d\\d:\\d\\d:\\d\\d");
  private static final Pattern LOGFMT =
      Pattern.compile("(?:^|\\s)(?:level|lvl|severity)=\"?([A-Za-z]{3,11})");

  /** In the first columns, after times and names of threads; small letters only in brackets. */
  private static final Pattern LEVEL =
      Pattern.compile(
          "(?:^|[\\s\\[(<|])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC)"
              + "(?=[\\s\\])>|:]|$)"
              + "|[\\[(<](trace|debug|info|notice|warn|warning|error|fatal|critical|crit|alert|emerg"
              + "|panic)(?=[\\])>])");

  private static final int FIRST_COLUMNS = 80;

  /** From here on pino and bunyan call it an error; Python's numbers are lower. */
  private static final int GRAVE_NUMBER = 50;

  /** Reads a line; what is beyond {@link #LONGEST} is left out. */
  public static LogLine of(String raw) {
    String line = raw.length() > LONGEST ? raw.substring(0, LONGEST) : raw;
    String start = line.stripLeading();
    if (start.startsWith("{")) {
      Map<String, String> fields = JsonFields.of(start);
      Optional<String> message = first(fields, "message", "msg", "event", "log", "text");
      Optional<String> cause = first(fields, "error", "err", "exception", "exc_info");
      if (message.isPresent() || cause.isPresent()) {
        String said =
            Stream.of(message, cause.map(LogLine::firstLine))
                .flatMap(Optional::stream)
                .reduce((a, b) -> a + " | " + b)
                .orElse("");
        return new LogLine(
            first(fields, "level", "severity", "lvl", "levelname", "log.level")
                .flatMap(LogLine::grave)
                .orElseGet(() -> cause.isPresent() || tellsOfOne(said)),
            said);
      }
    }
    return new LogLine(level(line).orElseGet(() -> tellsOfOne(line)), line);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static Optional<String> first(Map<String, String> fields, String... names) {
    return Stream.of(names)
        .map(name -> fields.getOrDefault(name, ""))
        .filter(value -> !value.isBlank() && !value.equals("null") && !value.equals("false"))
        .findFirst();
  }

  /** Empty where the word or number means nothing here. */
  private static Optional<Boolean> grave(String level) {
    String word = level.toLowerCase(Locale.ROOT);
    if (GRAVE.contains(word)) {
      return Optional.of(true);
    } else if (MILD.contains(word)) {
      return Optional.of(false);
    }
    return word.matches("\\d{2,3}") && Integer.parseInt(word) >= GRAVE_NUMBER
        ? Optional.of(true)
        : Optional.empty();
  }

  private static Optional<Boolean> level(String line) {
    Matcher klog = KLOG.matcher(line);
    if (klog.lookingAt()) {
      return Optional.of(klog.group(1).equals("E") || klog.group(1).equals("F"));
    }
    Matcher logfmt = LOGFMT.matcher(line);
    if (line.indexOf('=') > 0 && logfmt.find()) {
      Optional<Boolean> grave = grave(logfmt.group(1));
      if (grave.isPresent()) {
        return grave;
      }
    }
    Matcher level = LEVEL.matcher(line).region(0, Math.min(line.length(), FIRST_COLUMNS));
    return level.find()
        ? grave(level.group(1) == null ? level.group(2) : level.group(1))
        : Optional.empty();
  }

  private static boolean tellsOfOne(String line) {
    String small = line.toLowerCase(Locale.ROOT);
    for (String word : WORDS) {
      for (int at = small.indexOf(word); at >= 0; at = small.indexOf(word, at + 1)) {
        if (!tellsOfNone(small, at, at + word.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean tellsOfNone(String small, int start, int end) {
    for (String none : NONE_OF) {
      int from = start - none.length();
      if (small.startsWith(none, from)
          && (from == 0 || !Character.isLetterOrDigit(small.charAt(from - 1)))) {
        return true;
      }
    }
    return IS_NONE.matcher(small).region(end, small.length()).lookingAt();
  }
}
