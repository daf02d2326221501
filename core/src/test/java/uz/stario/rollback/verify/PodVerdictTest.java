package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadKind;
import uz.stario.rollback.release.WorkloadRef;

class PodVerdictTest {

  private static final PodCheck CHECK =
      new PodCheck(
          "pods", new WorkloadRef(WorkloadKind.DEPLOYMENT, "video-gen"), 1, Duration.ofSeconds(5));

  @Test
  void ready_pods_pass() {
    assertThat(judge(pod("a", true, 1, ""), pod("b", true, 0, "")).result())
        .isEqualTo(new CheckResult.Passed("2 pods ready, 1 restarts"));
  }

  @Test
  void no_pods_are_unknown() {
    assertThat(judge().result()).isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_crash_loop_fails_with_the_last_lines_of_the_pod() {
    Checked checked = judge(pod("a", true, 0, ""), pod("b", false, 4, "CrashLoopBackOff"));

    assertThat(checked.result()).isEqualTo(new CheckResult.Failed("b: CrashLoopBackOff"));
    assertThat(checked.seen()).startsWith("b: CrashLoopBackOff").endsWith("  line 29");
    assertThat(checked.seen()).hasSize(21);
  }

  @Test
  void a_pod_that_is_ready_between_two_crashes_fails() {
    assertThat(judge(pod("a", true, 2, "")).result())
        .isEqualTo(new CheckResult.Failed("a: 2 restarts, and at most 1 are put up with"));
  }

  @Test
  void pods_that_can_not_be_listed_are_unknown() {
    Problem problem =
        Problem.unchanged(ErrorCode.FORBIDDEN, "Cannot list.", "Not allowed.", "Ask.");

    assertThat(PodVerdict.of(CHECK, Answer.refused(problem)).result())
        .isEqualTo(new CheckResult.Unknown("Not allowed."));
  }

  private static Checked judge(PodState... pods) {
    return PodVerdict.of(CHECK, Answer.given(List.of(pods)));
  }

  private static PodState pod(String name, boolean ready, int restarts, String reason) {
    List<String> lines = IntStream.range(0, 30).mapToObj(i -> "line " + i).toList();
    return new PodState(name, "Running", ready, restarts, reason, "image", lines);
  }
}
