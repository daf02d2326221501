package uz.stario.rollback.app.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.problem.ExitCode;

/** Command lines that are shown and then carried out, as if somebody had typed them. */
record Typed(
    Stage stage, Invocation invocation, BiFunction<List<String>, Invocation, ExitCode> program) {

  ExitCode type(String... words) {
    Paint paint = new Paint(invocation.terminal().colour());
    shown(invocation.terminal().width(), words)
        .forEach(line -> invocation.out().println(paint.strong(line)));
    Invocation within = stage.within(invocation);
    try (var _ = within.wiring()) {
      return program.apply(List.of(words), within);
    }
  }

  /** On two lines where it is too long for one, so that it can still be copied. */
  private static List<String> shown(int width, String... words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add(word.matches("[\\w./:=-]+") ? word : "\"" + word + "\"");
    }
    String line = "$ stario " + String.join(" ", quoted);
    int last = line.lastIndexOf(" --");
    return line.length() < width || last < 0
        ? List.of(line)
        : List.of(line.substring(0, last) + " \\", "   " + line.substring(last));
  }
}
