package uz.stario.rollback.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.ScriptCheck;

/** Judges how a program ended that was to tell whether a service is well. Pure. */
public final class CommandVerdict {

  /** What shells and container runtimes answer where the program itself could not be run. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  private CommandVerdict() {}

  public static Checked of(ExecCheck check, CommandOutcome outcome) {
    return judge(check.command(), check.limit(), check.contains(), outcome);
  }

  public static Checked of(ScriptCheck check, CommandOutcome outcome) {
    return judge(check.command(), check.limit(), Optional.empty(), outcome);
  }

  private static Checked judge(
      List<String> command, Duration limit, Optional<String> contains, CommandOutcome outcome) {
    String program = command.isEmpty() ? "the program" : command.getFirst();
    Checked judged =
        switch (outcome) {
          case CommandOutcome.NotRun(String why, _) ->
              Checked.unknown(program + " was not run: " + why, List.of());
          case CommandOutcome.StoppedLate _ ->
              Checked.unknown(program + " did not end within " + Shown.time(limit), List.of());
          case CommandOutcome.Ended(int code, _) when code == NOT_EXECUTABLE ->
              Checked.unknown(program + " can't be executed there", List.of());
          case CommandOutcome.Ended(int code, _) when code == NOT_FOUND ->
              Checked.unknown(program + " was not found there", List.of());
          case CommandOutcome.Ended(int code, List<String> lines) when code != 0 ->
              Checked.failed(program + " ended with " + code + last(lines), List.of());
          case CommandOutcome.Ended(_, List<String> lines) -> wrote(program, contains, lines);
        };
    List<String> lines = outcome.lines();
    return judged.and(lines.subList(Math.max(0, lines.size() - Checked.MOST_LINES), lines.size()));
  }

  private static Checked wrote(String program, Optional<String> contains, List<String> lines) {
    boolean there =
        contains.isEmpty() || lines.stream().anyMatch(line -> line.contains(contains.get()));
    return there
        ? Checked.passed(program + " ended with 0", List.of())
        : Checked.failed(
            program + " ended with 0 without '" + contains.orElse("") + "' in what it wrote",
            List.of());
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "" : ": " + lines.getLast();
  }
}
