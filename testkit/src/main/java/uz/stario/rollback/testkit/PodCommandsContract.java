package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/** What every {@link PodCommands} does, in pods that have what every small image has. */
public abstract class PodCommandsContract {

  /** An environment with a workload that serves and one that never gets ready. */
  public interface Stage extends AutoCloseable {

    PodCommands commands();

    /** A workload whose pods are ready; their one container is {@code app}. */
    WorkloadRef ready();

    /** A workload whose pods run and are not ready. */
    WorkloadRef unready();

    @Override
    void close();
  }

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
  void a_command_that_ends_well_ends_with_zero() {
    assertThat(run("true")).isEqualTo(new CommandOutcome.Ended(0, List.of()));
  }

  @Test
  void the_exit_code_of_a_command_is_told_with_what_it_complained_of() {
    assertThat(run("false")).isEqualTo(new CommandOutcome.Ended(1, List.of()));
    assertThat(run("ls", "/nowhere"))
        .isInstanceOfSatisfying(
            CommandOutcome.Ended.class,
            ended -> {
              assertThat(ended.code()).isNotZero();
              assertThat(ended.lines()).singleElement().asString().contains("/nowhere");
            });
  }

  @Test
  void arguments_are_passed_as_they_are_for_there_is_no_shell() {
    assertThat(run("echo", "a  b", "$HOME", "&&", "ö", "x&container=other"))
        .isEqualTo(new CommandOutcome.Ended(0, List.of("a  b $HOME && ö x&container=other")));
  }

  @Test
  void of_much_output_the_end_is_kept() {
    CommandOutcome outcome = run("echo", numbers());

    assertThat(outcome.lines()).hasSize(Checked.MOST_LINES).endsWith("998", "999");
  }

  @Test
  void the_line_that_is_looked_for_is_kept_though_others_come_after_it() {
    ExecCheck check = check(stage().ready(), Optional.of("app"), List.of("echo", numbers()));
    CommandOutcome outcome =
        commands()
            .run(
                new ExecCheck(
                    check.name(),
                    check.workload(),
                    check.container(),
                    check.command(),
                    Optional.of("123"),
                    check.limit()));

    assertThat(outcome.lines()).startsWith("123").endsWith("999");
  }

  @Test
  void a_program_that_is_not_there_is_not_run() {
    assertThat(notRun(check(stage().ready(), Optional.empty(), List.of("no-such-program"))))
        .contains("no such program");
  }

  @Test
  void no_command_is_not_run() {
    assertThat(notRun(check(stage().ready(), Optional.empty(), List.of()))).isNotEmpty();
  }

  @Test
  void a_container_that_is_not_there_is_not_entered() {
    assertThat(notRun(check(stage().ready(), Optional.of("sidecar"), List.of("true"))))
        .contains("no", "container");
  }

  @Test
  void a_pod_that_is_not_ready_is_not_entered() {
    assertThat(notRun(check(stage().unready(), Optional.empty(), List.of("true"))))
        .contains("ready");
  }

  @Test
  void a_workload_that_is_not_there_is_told() {
    WorkloadRef nobody = WorkloadRef.deployment("nobody");

    assertThat(notRun(check(nobody, Optional.empty(), List.of("true"))))
        .contains("deployment/nobody");
  }

  private static String numbers() {
    return IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
  }

  private CommandOutcome run(String... command) {
    return commands().run(check(stage().ready(), Optional.of("app"), Arrays.asList(command)));
  }

  private String notRun(ExecCheck check) {
    CommandOutcome outcome = commands().run(check);
    assertThat(outcome).isInstanceOf(CommandOutcome.NotRun.class);
    String why = ((CommandOutcome.NotRun) outcome).why();
    assertThat(why).doesNotContain("\n");
    return why;
  }

  private static ExecCheck check(
      WorkloadRef workload, Optional<String> container, List<String> command) {
    return new ExecCheck("in the pod", workload, container, command, Optional.empty(), AMPLE);
  }

  private PodCommands commands() {
    return stage().commands();
  }

  protected final Stage stage() {
    if (opened == null) {
      throw new IllegalStateException("no stage is open");
    }
    return opened;
  }
}
