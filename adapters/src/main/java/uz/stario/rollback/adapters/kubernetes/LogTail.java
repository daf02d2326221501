package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.problem.Problem;

/**
 * Reads the last lines that one run of a container wrote, or where it wrote none those of the run
 * after it. Thread-safe: what was read until now can be taken while it reads.
 */
final class LogTail implements Runnable {

  private static final long MOST_BYTES = 1024 * 1024;

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final ContainerRun run;
  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private Optional<Problem> refused = Optional.empty();
  private Optional<Call> open = Optional.empty();
  private boolean ended;
  private boolean stopped;

  LogTail(Api api, Paths paths, Problems.Place place, ContainerRun run, int most) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.run = run;
    this.most = most;
  }

  String pod() {
    return run.pod();
  }

  @Override
  public void run() {
    read(run);
    if (run.former() && isEmpty()) {
      read(run.present());
    }
    end();
  }

  private void read(ContainerRun one) {
    Call call = api.stream("get", Paths.POD_LOGS, one.path(paths) + "&tailLines=" + most);
    if (!begins(call)) {
      return;
    }
    LogStream.End end =
        LogStream.read(call, MOST_BYTES, new LineSplitter(LogLine.LONGEST, this::add));
    if (end instanceof LogStream.End.Refused(Reply reply) && !saysOfThePod(reply)) {
      refuse(Problems.of(reply, "get", Paths.POD_LOGS, place));
    }
  }

  /** It has not begun, or is gone: then it has no lines. */
  private static boolean saysOfThePod(Reply reply) {
    return reply instanceof Reply.Failed failed
        && (failed.status() == 400 || failed.status() == 404);
  }

  private synchronized boolean begins(Call call) {
    open = Optional.of(call);
    return !stopped;
  }

  private synchronized void add(String line) {
    lines.addLast(line);
    if (lines.size() > most) {
      lines.removeFirst();
    }
  }

  private synchronized boolean isEmpty() {
    return lines.isEmpty();
  }

  private synchronized void refuse(Problem problem) {
    refused = Optional.of(problem);
  }

  synchronized Optional<Problem> refused() {
    return refused;
  }

  private synchronized void end() {
    ended = true;
  }

  /** Whether it read all there is, or was refused; else nobody answered in time. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** What came until now; no more comes. */
  List<String> stop() {
    Optional<Call> last;
    List<String> read;
    synchronized (this) {
      stopped = true;
      last = open;
      read = List.copyOf(lines);
    }
    last.ifPresent(Call::cancel);
    return read;
  }
}
