package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.port.Scripts;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.testkit.ScriptsContract.Program;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/** Programs of a test, by name; nothing is started, and none takes any time. Thread-safe. */
public final class ScriptedScripts implements Scripts {

  private final Redactor redactor = new Redactor();
  private final Map<String, Program> programs = new HashMap<>();
  private final List<ScriptCheck> asked = new ArrayList<>();

  /** Puts a program there, or another in its place. */
  public synchronized ScriptedScripts put(String name, Program program) {
    programs.put(name, program);
    return this;
  }

  /** Every check asked for, in order. */
  public synchronized List<ScriptCheck> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized CommandOutcome run(ScriptCheck check) {
    asked.add(check);
    if (check.command().isEmpty()) {
      return new CommandOutcome.NotRun("no program is named", List.of());
    }
    @Nullable Program program = programs.get(check.command().getFirst());
    return switch (program) {
      case null -> new CommandOutcome.NotRun("there is no such file", List.of());
      case Program.NotExecutable _ -> new CommandOutcome.NotRun("it is not executable", List.of());
      case Program.Ends(List<String> lines, int code) -> new CommandOutcome.Ended(code, end(lines));
      case Program.Hangs(List<String> lines) -> new CommandOutcome.StoppedLate(end(lines));
      case Program.Shows(String variable) ->
          new CommandOutcome.Ended(0, end(List.of(check.environment().getOrDefault(variable, ""))));
    };
  }

  private List<String> end(List<String> lines) {
    return lines.stream()
        .skip(Math.max(0, lines.size() - Checked.MOST_LINES))
        .map(redactor::text)
        .toList();
  }
}
