package uz.stario.rollback.bench;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads figures out of what programs print about themselves. */
final class Readings {

  // [0.123s][info][gc] GC(0) Pause Young (Allocation Failure) 15M->3M(18M) 4.5ms
  private static final Pattern PAUSE =
      Pattern.compile("(\\d+)([KMG])->(\\d+)([KMG])\\(\\d+[KMG]\\)");

  // [0.123s][info][gc,heap,exit] def new generation   total 4928K, used 1234K [0x…
  private static final Pattern AT_EXIT =
      Pattern.compile("gc,heap,exit.* generation +total \\d+K, used (\\d+)K");

  private static final Pattern OWN_REQUEST = Pattern.compile("(?m)^request \\S+ \\S+ (\\d+)$");

  // Up to 1.32 "GET https://… 200 OK in 5 milliseconds", from 1.33 "Response" verb="GET" url=…
  private static final Pattern KUBECTL_REQUEST =
      Pattern.compile("(?m)\\] (?:[A-Z]+ https?://\\S+ \\d+ |\"Response\" verb=\")");

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private Readings() {}

  /**
   * The most heap in use that a log of {@code -Xlog:gc,gc+heap+exit} tells of, in bytes: before a
   * collection, after one, or all generations at exit. Empty where it tells nothing.
   */
  static OptionalLong peakHeap(String gcLog) {
    long peak = -1;
    Matcher pause = PAUSE.matcher(gcLog);
    while (pause.find()) {
      peak = Math.max(peak, bytes(pause.group(1), pause.group(2)));
      peak = Math.max(peak, bytes(pause.group(3), pause.group(4)));
    }
    Matcher generation = AT_EXIT.matcher(gcLog);
    long atExit = -1;
    while (generation.find()) {
      atExit = Math.max(atExit, 0) + bytes(generation.group(1), "K");
    }
    peak = Math.max(peak, atExit);
    return peak < 0 ? OptionalLong.empty() : OptionalLong.of(peak);
  }

  /** The sum of our {@code --debug} lines {@code request VERB RESOURCE N}; empty without one. */
  static OptionalLong ownRequests(String messages) {
    Matcher line = OWN_REQUEST.matcher(messages);
    long sum = 0;
    boolean any = false;
    while (line.find()) {
      any = true;
      sum += Long.parseLong(line.group(1));
    }
    return any ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  /** How many answers {@code kubectl -v=6} logged. */
  static long kubectlRequests(String messages) {
    return KUBECTL_REQUEST.matcher(messages).results().count();
  }

  /** The most memory a process held, in bytes, from its {@code /proc/PID/status}. */
  static OptionalLong peakResident(String status) {
    Matcher line = RESIDENT.matcher(status);
    return line.find() ? OptionalLong.of(bytes(line.group(1), "K")) : OptionalLong.empty();
  }

  private static long bytes(String number, String unit) {
    long factor =
        switch (unit.toUpperCase(Locale.ROOT)) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          case "G" -> 1L << 30;
          default -> throw new IllegalArgumentException("no unit of memory: " + unit);
        };
    return Long.parseLong(number) * factor;
  }
}
