package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/** Logs of pods that a test makes and lets write. Thread-safe. */
public final class FakePodLogs implements PodLogs {

  /** A reading that was asked for. */
  public record Asked(WorkloadRef workload, Which which, Instant from) {}

  private record Line(Instant at, String text) {}

  private static final class Pod {
    final boolean present;
    final List<Line> former = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();

    Pod(boolean present) {
      this.present = present;
    }
  }

  private final Map<WorkloadRef, Map<String, Pod>> workloads = new LinkedHashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private Optional<String> missing = Optional.empty();
  private Optional<Problem> refused = Optional.empty();

  /** Makes a workload without pods. */
  public synchronized FakePodLogs workload(WorkloadRef workload) {
    workloads.computeIfAbsent(workload, _ -> new LinkedHashMap<>());
    return this;
  }

  /** Makes a pod of the present revision, and its workload. */
  public FakePodLogs pod(WorkloadRef workload, String pod) {
    return pod(workload, pod, true);
  }

  /** Makes a pod of an earlier revision that is still there, and its workload. */
  public FakePodLogs formerPod(WorkloadRef workload, String pod) {
    return pod(workload, pod, false);
  }

  private synchronized FakePodLogs pod(WorkloadRef workload, String pod, boolean present) {
    workload(workload);
    pods(workload).put(pod, new Pod(present));
    return this;
  }

  /** Lets a pod write lines. */
  public synchronized FakePodLogs write(
      WorkloadRef workload, String pod, Instant at, String... lines) {
    Stream.of(lines).forEach(line -> find(workload, pod).lines.add(new Line(at, line)));
    return this;
  }

  /** Lets a pod crash; from now on it writes in another run. */
  public synchronized FakePodLogs crash(WorkloadRef workload, String pod) {
    Pod crashed = find(workload, pod);
    crashed.former.addAll(crashed.lines);
    crashed.lines.clear();
    return this;
  }

  /** Readings from now on lack something. */
  public synchronized FakePodLogs miss(String why) {
    missing = Optional.of(why);
    return this;
  }

  /** Refuses everything from now on. */
  public synchronized FakePodLogs refuse(Problem problem) {
    refused = Optional.of(problem);
    return this;
  }

  /** Every reading, in order. */
  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Reading read(
      WorkloadRef workload, Which which, Instant from, Duration limit, Consumer<String> line) {
    asked.add(new Asked(workload, which, from));
    Optional<Problem> problem = problem(workload);
    if (problem.isPresent()) {
      return new Reading.Refused(problem.get());
    }
    List<String> lines =
        pods(workload).values().stream()
            .filter(pod -> pod.present || which == Which.ALL)
            .flatMap(pod -> Stream.concat(pod.former.stream(), pod.lines.stream()))
            .filter(written -> !written.at().isBefore(from))
            .map(Line::text)
            .toList();
    lines.forEach(line);
    return missing
        .<Reading>map(why -> new Reading.Partial(lines.size(), why))
        .orElseGet(() -> new Reading.Whole(lines.size()));
  }

  @Override
  public synchronized Answer<List<String>> last(WorkloadRef workload, int lines) {
    Optional<Problem> problem = problem(workload);
    if (problem.isPresent()) {
      return Answer.refused(problem.get());
    }
    Map<String, Pod> present = new LinkedHashMap<>(pods(workload));
    present.values().removeIf(pod -> !pod.present);
    List<String> last = new ArrayList<>();
    present.forEach((name, pod) -> {
      List<Line> told = pod.former.isEmpty() ? pod.lines : pod.former;
      String prefix = present.size() > 1 ? name + ": " : "";
      told.stream()
          .skip(Math.max(0, told.size() - lines))
          .forEach(line -> last.add(prefix + line.text()));
    });
    return Answer.given(last);
  }

  private Optional<Problem> problem(WorkloadRef workload) {
    return refused.or(() ->
        workloads.containsKey(workload)
            ? Optional.empty()
            : Optional.of(
                Problem.unchanged(
                    ErrorCode.WORKLOAD_NOT_FOUND,
                    "Cannot find " + workload + ".",
                    "There is no such workload.",
                    "Check the name.")));
  }

  private Map<String, Pod> pods(WorkloadRef workload) {
    return workloads.getOrDefault(workload, Map.of());
  }

  private Pod find(WorkloadRef workload, String name) {
    Pod pod = pods(workload).get(name);
    if (pod == null) {
      throw new IllegalArgumentException("no pod " + name + " of " + workload);
    }
    return pod;
  }
}
