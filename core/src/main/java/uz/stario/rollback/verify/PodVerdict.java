package uz.stario.rollback.verify;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/** Judges the pods of a workload. Pure. */
public final class PodVerdict {

  private static final int SHOWN_LINES_OF_A_POD = 20;

  private PodVerdict() {}

  public static Checked of(PodCheck check, Answer<List<PodState>> answer) {
    return switch (answer) {
      case Answer.Refused<List<PodState>>(Problem problem) ->
          Checked.unknown(problem.why(), List.of());
      case Answer.Given<List<PodState>>(List<PodState> pods) -> of(check, pods);
    };
  }

  private static Checked of(PodCheck check, List<PodState> pods) {
    if (pods.isEmpty()) {
      return Checked.unknown("there is no pod to look at", List.of());
    }
    List<String> troubles = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (PodState pod : pods) {
      String trouble = trouble(check, pod);
      if (!trouble.isEmpty()) {
        troubles.add(pod.name() + ": " + trouble);
        seen.add(pod.name() + ": " + trouble);
        lastWords(pod).forEach(line -> seen.add("  " + line));
      }
    }
    long restarts = pods.stream().mapToLong(PodState::restarts).sum();
    String count = pods.size() + (pods.size() == 1 ? " pod" : " pods");
    return troubles.isEmpty()
        ? Checked.passed(count + " ready, " + restarts + " restarts", List.of())
        : Checked.failed(String.join("; ", troubles), List.of()).and(seen);
  }

  /** The end of what a crashed pod wrote, as far as it is shown. */
  public static List<String> lastWords(PodState pod) {
    List<String> lines = pod.lastLines();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES_OF_A_POD), lines.size());
  }

  private static String trouble(PodCheck check, PodState pod) {
    if (!pod.ready()) {
      return pod.reason().isEmpty() ? "not ready" : pod.reason();
    }
    // Between two crashes a looping pod is ready for a moment.
    return pod.restarts() > check.restarts()
        ? pod.restarts() + " restarts, and at most " + check.restarts() + " are put up with"
        : "";
  }
}
