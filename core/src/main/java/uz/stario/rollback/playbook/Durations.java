package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 500ms}, {@code 5s} and {@code 2m}. */
enum Durations {
  /** Of one attempt at something. */
  SHORT("ms|s|m", "500ms, 5s or 2m"),
  /** Of what people wait for. */
  LONG("s|m|h", "90s, 15m or 2h");

  private final Pattern pattern;
  private final String examples;

  Durations(String units, String examples) {
    this.pattern = Pattern.compile("(0|[1-9][0-9]{0,5})(" + units + ")");
    this.examples = examples;
  }

  /** One that is longer than nothing. */
  BiFunction<Located<Node>, Mistakes, Optional<Duration>> atMost(Duration longest) {
    return (from, mistakes) -> read(from, false, longest, mistakes);
  }

  /** One that may be nothing. */
  BiFunction<Located<Node>, Mistakes, Optional<Duration>> fromZeroTo(Duration longest) {
    return (from, mistakes) -> read(from, true, longest, mistakes);
  }

  private Optional<Duration> read(
      Located<Node> from, boolean zero, Duration longest, Mistakes mistakes) {
    String words = "must be a duration with its unit, such as " + examples;
    if (!(from.value() instanceof Node.Scalar scalar)
        || ScalarKind.of(scalar) == ScalarKind.EMPTY) {
      mistakes.add(from, words + ", but is " + Values.kind(from.value()));
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(scalar.text());
    if (!matcher.matches() || (!zero && matcher.group(1).equals("0"))) {
      mistakes.add(from, words);
      return Optional.empty();
    }
    Duration read = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (read.compareTo(longest) > 0) {
      mistakes.add(from, "must be at most " + words(longest));
    }
    return Optional.of(read);
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case String _ -> Duration.ofSeconds(amount);
    };
  }

  private static String words(Duration longest) {
    return longest.toHours() > 0 ? longest.toHours() + "h" : longest.toMinutes() + "m";
  }
}
