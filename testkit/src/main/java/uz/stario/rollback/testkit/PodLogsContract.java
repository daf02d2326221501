package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.port.PodLogs.Reading;
import uz.stario.rollback.port.PodLogs.Which;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/** What every {@link PodLogs} does, on an environment that the implementation sets up. */
public abstract class PodLogsContract {

  /** An empty environment in which each container writes one line when it begins. */
  public interface Stage extends AutoCloseable {

    PodLogs logs();

    /** What each container of a workload's first revision writes. */
    String words();

    /** What each container of its second revision writes. */
    String newWords();

    /** Makes a workload; its pods begin soon. */
    void create(String name, int pods);

    /** Gives it a second revision whose pods write and never get ready, so that the first stays. */
    void releaseUnready(String name);

    /** Makes a workload of one pod that writes {@link #words}, and crashes again and again. */
    void createCrashing(String name);

    @Override
    void close();
  }

  private static final WorkloadRef API = WorkloadRef.deployment("api-gateway");
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private @Nullable Stage opened;

  protected abstract Stage open();

  @BeforeEach
  final void open_the_stage() {
    opened = open();
  }

  @AfterEach
  final void close_the_stage() {
    stage().close();
  }

  @Test
  void the_lines_of_all_pods_are_read() {
    stage().create(API.name(), 2);

    assertThat(eventually(() -> read(Which.PRESENT, Instant.EPOCH), 2))
        .containsExactly(stage().words(), stage().words());
  }

  @Test
  void what_was_written_before_is_not_read() {
    stage().create(API.name(), 1);
    eventually(() -> read(Which.PRESENT, Instant.EPOCH), 1);

    List<String> lines = new ArrayList<>();
    Instant later = Instant.now().plus(Duration.ofHours(1));

    assertThat(logs().read(API, Which.ALL, later, AMPLE, lines::add))
        .isEqualTo(new Reading.Whole(0));
    assertThat(lines).isEmpty();
  }

  @Test
  void the_present_revision_is_told_from_those_whose_pods_are_still_there() {
    stage().create(API.name(), 1);
    eventually(() -> read(Which.PRESENT, Instant.EPOCH), 1);
    stage().releaseUnready(API.name());

    assertThat(eventually(() -> read(Which.ALL, Instant.EPOCH), 2))
        .containsExactlyInAnyOrder(stage().words(), stage().newWords());
    assertThat(read(Which.PRESENT, Instant.EPOCH)).containsExactly(stage().newWords());
  }

  @Test
  void a_workload_without_pods_has_written_nothing() {
    stage().create(API.name(), 0);

    assertThat(read(Which.ALL, Instant.EPOCH)).isEmpty();
    assertThat(given(logs().last(API, 5))).isEmpty();
  }

  @Test
  void the_logs_of_a_workload_that_is_not_there_are_refused() {
    assertThat(logs().read(API, Which.PRESENT, Instant.EPOCH, AMPLE, _ -> {}))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.problem().code()).isEqualTo(ErrorCode.WORKLOAD_NOT_FOUND));
    assertThat(logs().last(API, 5))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused ->
                assertThat(refused.problem().code()).isEqualTo(ErrorCode.WORKLOAD_NOT_FOUND));
  }

  @Test
  void the_last_lines_of_the_only_pod_stand_alone() {
    stage().create(API.name(), 1);

    assertThat(eventually(() -> given(logs().last(API, 5)), 1)).containsExactly(stage().words());
  }

  @Test
  void the_last_lines_of_several_pods_have_their_names() {
    stage().create(API.name(), 2);

    assertThat(eventually(() -> given(logs().last(API, 5)), 2))
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("api-gateway-[a-z0-9-]+: .*"))
        .allMatch(line -> line.endsWith(": " + stage().words()));
  }

  @Test
  void the_last_lines_of_a_crash_loop_are_there_while_it_waits_to_begin_again() {
    stage().createCrashing(API.name());

    assertThat(eventually(() -> given(logs().last(API, 1)), 1)).containsExactly(stage().words());
  }

  @Test
  void what_a_container_wrote_before_it_crashed_is_read_too() {
    stage().createCrashing(API.name());

    List<String> lines = new ArrayList<>();
    eventually(
        () -> {
          lines.clear();
          Reading _ = logs().read(API, Which.PRESENT, Instant.EPOCH, AMPLE, lines::add);
          return List.copyOf(lines);
        },
        1);
    assertThat(lines).containsOnly(stage().words());
  }

  private List<String> read(Which which, Instant from) {
    List<String> lines = new ArrayList<>();
    Reading reading = logs().read(API, which, from, AMPLE, lines::add);
    assertThat(reading).isEqualTo(new Reading.Whole(lines.size()));
    return lines;
  }

  /** Looks again until so many lines are there at least. */
  private static List<String> eventually(Supplier<List<String>> look, int lines) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    List<String> seen = look.get();
    while (seen.size() < lines && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      seen = look.get();
    }
    return seen;
  }

  private static List<String> given(Answer<List<String>> answer) {
    return switch (answer) {
      case Answer.Given<List<String>>(List<String> lines) -> lines;
      case Answer.Refused<List<String>>(Problem problem) -> fail(problem.sentence());
    };
  }

  private PodLogs logs() {
    return stage().logs();
  }

  protected final Stage stage() {
    if (opened == null) {
      throw new IllegalStateException("no stage is open");
    }
    return opened;
  }
}
