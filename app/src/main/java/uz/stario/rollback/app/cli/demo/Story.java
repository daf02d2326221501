package uz.stario.rollback.app.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.sandbox.platform.Traffic.Window;

/** What the demo shows, in order; what is taken back is taken back by the program itself. */
final class Story {

  private static final String SERVICE = "api-gateway";
  private static final String GOOD = "v1.2.3";
  private static final String BAD = "v1.2.4";

  /** The playbook's matrix: more than 10 % server errors is critical, roll back now. */
  private static final double CRITICAL = 0.10;

  /** As many windows over the line before it counts: one may be a pod that just came up. */
  private static final int WINDOWS_OVER = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Stage stage;
  private final Invocation invocation;
  private final BiFunction<List<String>, Invocation, ExitCode> program;
  private final PrintStream out;
  private final Paint paint;
  private final RateLine rates;
  private final List<Moment> moments = new ArrayList<>();

  private record Moment(Instant at, String what) {}

  Story(
      Stage stage, Invocation invocation, BiFunction<List<String>, Invocation, ExitCode> program) {
    this.stage = stage;
    this.invocation = invocation;
    this.program = program;
    this.out = invocation.out();
    this.paint = new Paint(invocation.terminal().colour());
    this.rates = new RateLine(invocation, CRITICAL);
  }

  ExitCode tell() throws Refusal {
    say(
        "A laptop-sized Stario: five services at "
            + GOOD
            + ", two pods each, and people using it.");
    stage.serve(GOOD);
    rates.begin(stage.traffic());
    until("Errors without a cause.", w -> w.requests() > 0 && w.errorRate() == 0, 3);
    moment(GOOD + " serves, no errors");

    say(paint.strong("Somebody releases " + SERVICE + " " + BAD + "."));
    moment(SERVICE + " " + BAD + " goes live");
    stage.sandbox().release(SERVICE, BAD);
    until(
        "The bad release did no harm; there is nothing to show.",
        w -> w.errorRate() > CRITICAL,
        WINDOWS_OVER);
    moment("over " + percent(CRITICAL) + " of requests fail");

    say(
        "The playbook's matrix: server errors over "
            + percent(CRITICAL)
            + " are critical, roll back now. So:");
    ExitCode code = type("rollback", SERVICE, "--now", "--reason", "server errors over 10 %");
    if (code != ExitCode.DONE) {
      return code;
    }
    moment("rolled back to " + GOOD + " and verified");
    until("Errors did not stop.", w -> w.requests() > 0 && w.errorRate() == 0, WINDOWS_OVER);
    moment("no errors");

    say(
        "Somebody else, who has not heard, types it again. kubectl would now bring "
            + BAD
            + " back:");
    code = type("rollback", SERVICE, "--yes");
    if (code != ExitCode.DONE) {
      return code;
    }
    story();
    return ExitCode.DONE;
  }

  private ExitCode type(String... words) {
    out.println(paint.strong("$ stario " + typed(words)));
    Invocation within = stage.within(invocation);
    try (var _ = within.wiring()) {
      return program.apply(List.of(words), within);
    }
  }

  private static String typed(String... words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add(word.contains(" ") ? "\"" + word + "\"" : word);
    }
    return String.join(" ", quoted);
  }

  private void until(String otherwise, Predicate<Window> condition, int windows) throws Refusal {
    if (!rates.until(condition, windows, PATIENCE)) {
      throw Stage.failed(otherwise + " It was waited for " + PATIENCE.toSeconds() + " s.");
    }
  }

  private void story() {
    say(paint.strong("What happened"));
    Instant start = moments.getFirst().at();
    Table table = new Table();
    for (Moment moment : moments) {
      table.row("  +" + Times.took(Duration.between(start, moment.at())), moment.what());
    }
    table.lines().forEach(out::println);
    out.println();
    out.println("Next: `stario plan --help`, or docs/rollback.md for your own cluster.");
  }

  private void moment(String what) {
    moments.add(new Moment(invocation.clock().instant(), what));
  }

  private void say(String text) {
    out.println();
    out.println(text);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }
}
