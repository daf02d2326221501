package uz.stario.rollback.verify;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.logs.Signatures;
import uz.stario.rollback.playbook.LogCheck;

/**
 * Reads the lines of one stretch of time as a log check looks at them, each once, in a bounded
 * space. Not thread-safe; never throws.
 */
public final class LogReview {

  private final List<Search> mustAppear;
  private final List<Search> mustNotAppear;
  private final List<Search> noise;
  private final Signatures errors = new Signatures();
  private final Set<String> appeared = new LinkedHashSet<>();
  private final Map<String, String> forbidden = new LinkedHashMap<>();
  private final Set<String> tooSlow = new LinkedHashSet<>();
  private long lines;
  private long errorLines;
  private Optional<String> missing = Optional.empty();

  public LogReview(LogCheck check) {
    this.mustAppear = check.mustAppear().stream().map(Search::new).toList();
    this.mustNotAppear = check.mustNotAppear().stream().map(Search::new).toList();
    this.noise = check.noise().stream().map(Search::new).toList();
  }

  /** Takes the next line, without its end. */
  public void line(String raw) {
    if (raw.isBlank()) {
      return;
    }
    lines++;
    String line = raw.length() > LogLine.LONGEST ? raw.substring(0, LogLine.LONGEST) : raw;
    for (Search wanted : mustAppear) {
      if (!appeared.contains(wanted.pattern()) && found(wanted, line)) {
        appeared.add(wanted.pattern());
      }
    }
    // Noise can hide what must not be, never what must.
    LogLine read = LogLine.of(line);
    boolean forbids = mustNotAppear.stream().anyMatch(unwanted -> found(unwanted, line));
    if ((!read.error() && !forbids) || noise.stream().anyMatch(known -> found(known, line))) {
      return;
    }
    for (Search unwanted : mustNotAppear) {
      if (found(unwanted, line)) {
        forbidden.putIfAbsent(unwanted.pattern(), line);
      }
    }
    if (read.error()) {
      errorLines++;
      errors.add(read.message());
    }
  }

  private boolean found(Search search, String line) {
    if (tooSlow.contains(search.pattern())) {
      return false;
    }
    return switch (search.in(line)) {
      case YES -> true;
      case NO -> false;
      case TOO_SLOW -> {
        // Once is enough: on each of a million lines it would be a long time.
        tooSlow.add(search.pattern());
        yield false;
      }
    };
  }

  /** Notes that not all lines of the time were given. */
  public void isIncomplete(String why) {
    missing = Optional.of(why);
  }

  long lines() {
    return lines;
  }

  long errorLines() {
    return errorLines;
  }

  Signatures errors() {
    return errors;
  }

  /** The patterns that were found. */
  Set<String> appeared() {
    return appeared;
  }

  /** The patterns that must not be there, each with the first line that had it. */
  Map<String, String> forbidden() {
    return forbidden;
  }

  /** Patterns that could not be searched for in every line. */
  Set<String> tooSlow() {
    return tooSlow;
  }

  /** Why not all lines are there; empty when all are. */
  Optional<String> missing() {
    return missing;
  }
}
