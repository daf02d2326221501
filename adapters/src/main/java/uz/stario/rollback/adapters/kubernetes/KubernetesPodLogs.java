package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Call;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.WorkloadRef;

/**
 * The logs that kubelets keep, through the API server.
 *
 * <p>Lines are asked for with their times, by which those are left out that were written in the
 * second of the instant and before it, and by which the kubelet's own words are told from the
 * container's. Thread-safe.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">
 *     read log of the specified Pod</a>
 */
final class KubernetesPodLogs implements PodLogs {

  /** What a check looks through in a second or two. */
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  /** Room for the first lines at least of a container, however many there are. */
  private static final int MOST_RUNS = 256;

  /** Each keeps a kubelet busy, and a line of the API server. */
  private static final int CONCURRENT = 8;

  /** The kubelet's words for a container that has not begun. */
  private static final String WRITES_NOTHING = "waiting to start";

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final WorkloadPods pods;
  private final LastLines last;

  KubernetesPodLogs(
      Api api, Paths paths, Problems.Place place, WorkloadPods pods, Redactor redactor) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.pods = pods;
    this.last = new LastLines(api, paths, place, pods, redactor);
  }

  @Override
  public Reading read(
      WorkloadRef workload, Which which, Instant from, Duration limit, Consumer<String> line) {
    Deadline deadline = Deadline.in(limit);
    LogReading reading = new LogReading(from, line);
    try {
      Optional<Answer<List<JsonNode>>> found =
          deadline.inTime(() ->
              switch (which) {
                case PRESENT -> pods.present(workload);
                case ALL -> pods.all(workload);
              });
      if (found.isEmpty()) {
        reading.misses("the API server did not list the pods in time");
      } else if (found.get() instanceof Answer.Refused<?>(Problem problem)) {
        return new Reading.Refused(problem);
      } else if (found.get() instanceof Answer.Given<List<JsonNode>>(List<JsonNode> given)) {
        read(given, from, reading, deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reading.misses("the reading was interrupted");
    } finally {
      reading.end();
    }
    return reading.end();
  }

  private void read(List<JsonNode> from, Instant since, LogReading reading, Deadline deadline)
      throws InterruptedException {
    List<List<ContainerRun>> byPod =
        from.stream()
            .sorted(Comparator.comparing(Json::name))
            .map(pod -> ContainerRun.since(since, pod, reading::misses))
            .toList();
    int runs = byPod.stream().mapToInt(List::size).sum();
    if (runs > MOST_RUNS) {
      reading.misses("only " + MOST_RUNS + " of " + runs + " containers were read");
    }
    // Equal shares, so that one that floods leaves room for what the others say.
    long share = MOST_BYTES / Math.clamp(runs, 1, MOST_RUNS);
    List<Runnable> tasks = new ArrayList<>();
    int room = MOST_RUNS;
    for (List<ContainerRun> own : byPod) {
      List<ContainerRun> asked = own.subList(0, Math.min(own.size(), room));
      room -= asked.size();
      tasks.add(() -> asked.forEach(run -> read(run, since, share, reading)));
    }
    if (!deadline.all(tasks, CONCURRENT)) {
      reading.misses("time was up before all lines had come");
    }
  }

  private void read(ContainerRun run, Instant since, long share, LogReading reading) {
    String query =
        "&timestamps=true&sinceTime=%s&limitBytes=%d"
            .formatted(Paths.encoded(since.truncatedTo(ChronoUnit.SECONDS).toString()), share + 1);
    Call call = api.stream("get", Paths.POD_LOGS, run.path(paths) + query);
    if (!reading.begins(call)) {
      return;
    }
    boolean given = true;
    switch (LogStream.read(call, share, reading.lines(run))) {
      case LogStream.End.All _ -> {}
      case LogStream.End.Cut _ -> reading.misses(run + " wrote more than " + share / 1024 + " KiB");
      case LogStream.End.Lost _ -> reading.misses("the connection was lost amid the log of " + run);
      case LogStream.End.Refused(Reply reply) -> given = understood(run, reply, reading);
    }
    reading.over(call, given);
  }

  /** Whether the refusal says something of the container itself. */
  private boolean understood(ContainerRun run, Reply reply, LogReading reading) {
    if (reply instanceof Reply.Failed failed && failed.status() == 400) {
      if (!failed.message().contains(WRITES_NOTHING)) {
        reading.misses(failed.message());
      }
      return true;
    }
    if (reply instanceof Reply.Failed failed && failed.status() == 404) {
      reading.misses("pod " + run.pod() + " is gone");
      return true;
    }
    reading.refused(
        Problems.brief(reply, "get", Paths.POD_LOGS),
        Problems.of(reply, "get", Paths.POD_LOGS, place));
    return false;
  }

  @Override
  public Answer<List<String>> last(WorkloadRef workload, int lines) {
    return last.of(workload, lines);
  }
}
