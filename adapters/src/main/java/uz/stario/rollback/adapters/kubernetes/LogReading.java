package uz.stario.rollback.adapters.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.Call;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.port.PodLogs.Reading;
import uz.stario.rollback.problem.Problem;

/** Gathers the lines that many logs have at once, and what was in the way. Thread-safe. */
final class LogReading {

  /** Of the longest time that is written before a line: nanoseconds and a zone. */
  private static final int STAMP = 40;

  private static final int LONGEST_REASON = 200;

  private final Instant from;
  private final Consumer<String> to;
  private final Set<Call> calls = new HashSet<>();
  private long lines;
  private boolean readAny;
  private boolean ended;
  private Optional<String> missing = Optional.empty();
  private Optional<Problem> refused = Optional.empty();

  /**
   * @param from what was written before is left out: the API takes whole seconds
   */
  LogReading(Instant from, Consumer<String> to) {
    this.from = from;
    this.to = to;
  }

  /** Takes the lines of one run, each with its time before it. */
  LineSplitter lines(ContainerRun run) {
    return new LineSplitter(STAMP + LogLine.LONGEST, line -> line(run, line));
  }

  /** Notes a request that is to be cancelled in the end; false where the end has come already. */
  synchronized boolean begins(Call call) {
    return !ended && calls.add(call);
  }

  synchronized void over(Call call, boolean read) {
    calls.remove(call);
    readAny |= read && !ended;
  }

  private synchronized void line(ContainerRun run, String line) {
    if (ended) {
      return;
    }
    int space = line.indexOf(' ');
    Optional<Instant> written = time(space < 0 ? line : line.substring(0, space));
    if (written.isEmpty()) {
      // The kubelet's own words, with which it ends a log that it can't read on.
      misses(run + ": " + line);
    } else if (!written.get().isBefore(from)) {
      String text = space < 0 ? "" : line.substring(space + 1);
      lines++;
      to.accept(text.length() > LogLine.LONGEST ? text.substring(0, LogLine.LONGEST) : text);
    }
  }

  private static Optional<Instant> time(String stamp) {
    try {
      return stamp.length() > STAMP ? Optional.empty() : Optional.of(Instant.parse(stamp));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Not all lines are there; the first reason is told. */
  synchronized void misses(String why) {
    if (missing.isEmpty()) {
      String line = why.replaceAll("\\s+", " ").strip();
      missing =
          Optional.of(
              line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line);
    }
  }

  /** The server would not give one of the logs. */
  synchronized void refused(String brief, Problem problem) {
    misses(brief);
    refused = refused.or(() -> Optional.of(problem));
  }

  /** Ends it: no line is taken any more, and no request goes on. */
  Reading end() {
    Set<Call> open;
    Reading reading;
    synchronized (this) {
      ended = true;
      open = Set.copyOf(calls);
      reading =
          refused.isPresent() && !readAny && lines == 0
              ? new Reading.Refused(refused.get())
              : missing
                  .<Reading>map(why -> new Reading.Partial(lines, why))
                  .orElseGet(() -> new Reading.Whole(lines));
    }
    open.forEach(Call::cancel);
    return reading;
  }
}
