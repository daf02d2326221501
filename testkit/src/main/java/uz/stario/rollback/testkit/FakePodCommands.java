package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/** Pods of a test with one container, {@code app}, and the programs that the test gives them. */
public final class FakePodCommands implements PodCommands {

  private static final String CONTAINER = "app";

  private final Map<WorkloadRef, Boolean> ready = new HashMap<>();
  private final Map<String, Function<List<String>, CommandOutcome>> programs = new HashMap<>();
  private final List<ExecCheck> asked = new ArrayList<>();
  private Optional<CommandOutcome> trouble = Optional.empty();

  /** Makes a workload with a pod that is ready, or with none that is. */
  public synchronized FakePodCommands pod(WorkloadRef workload, boolean isReady) {
    ready.put(workload, isReady);
    return this;
  }

  /**
   * Puts a program into every pod.
   *
   * @param behaviour takes the arguments
   */
  public synchronized FakePodCommands program(
      String name, Function<List<String>, CommandOutcome> behaviour) {
    programs.put(name, behaviour);
    return this;
  }

  /** Gives every command this outcome from now on. */
  public synchronized FakePodCommands always(CommandOutcome outcome) {
    trouble = Optional.of(outcome);
    return this;
  }

  /** Every command asked for, in order. */
  public synchronized List<ExecCheck> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized CommandOutcome run(ExecCheck check) {
    asked.add(check);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Boolean there = ready.get(check.workload());
    if (there == null) {
      return notRun("there is no " + check.workload());
    } else if (!there) {
      return notRun("no pod is ready");
    } else if (check.container().filter(name -> !name.equals(CONTAINER)).isPresent()) {
      return notRun("there is no such container");
    } else if (check.command().isEmpty()) {
      return notRun("no program is named");
    }
    List<String> command = check.command();
    Function<List<String>, CommandOutcome> program = programs.get(command.getFirst());
    return program == null
        ? notRun("there is no such program in the container")
        : ending(program.apply(command.subList(1, command.size())), check);
  }

  /** With the end of the lines, and the one that is looked for. */
  private static CommandOutcome ending(CommandOutcome outcome, ExecCheck check) {
    if (!(outcome instanceof CommandOutcome.Ended(int code, List<String> lines))) {
      return outcome;
    }
    List<String> end =
        new ArrayList<>(
            lines.subList(Math.max(0, lines.size() - Checked.MOST_LINES), lines.size()));
    check
        .contains()
        .flatMap(wanted -> lines.stream().filter(line -> line.contains(wanted)).findFirst())
        .filter(line -> !end.contains(line))
        .ifPresent(end::addFirst);
    return new CommandOutcome.Ended(code, end);
  }

  private static CommandOutcome notRun(String why) {
    return new CommandOutcome.NotRun(why, List.of());
  }
}
