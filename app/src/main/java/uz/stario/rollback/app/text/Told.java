package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunResult;

/** Problems, messages and last words as lines. */
public final class Told {

  private Told() {}

  /** An error: what, why, what changed, what next, and where to read more. */
  public static List<String> problem(Problem problem, Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bad("✗ ") + paint.strong(problem.what()));
    add(lines, problem.why());
    add(lines, problem.changed());
    add(lines, problem.next());
    if (problem.code() != ErrorCode.USAGE) {
      lines.add(
          paint.faint(
              "  (" + problem.code().slug() + ", docs/errors/" + problem.code().slug() + ".md)"));
    }
    return lines;
  }

  private static void add(List<String> lines, String text) {
    if (!text.isEmpty()) {
      text.lines().forEach(line -> lines.add("  " + line));
    }
  }

  /**
   * A message, and where it goes.
   *
   * @param channel as people call it; empty where nobody but the reader is told
   */
  public static List<String> message(Message message, Optional<String> channel, Paint paint) {
    String mark =
        switch (message.kind()) {
          case IN_PROGRESS -> paint.caution("●");
          case COMPLETE -> paint.good("✓");
          case INCOMPLETE -> paint.bad("✗");
        };
    List<String> lines = new ArrayList<>();
    lines.add(
        mark
            + " "
            + paint.strong(message.title())
            + channel.map(name -> paint.faint("  → " + name)).orElse(""));
    Table table = new Table();
    message.fields().forEach(field -> table.row("  " + field.name(), field.value()));
    lines.addAll(table.lines());
    return lines;
  }

  /** What changed, what did not, what the checks said, what to type next. */
  public static List<String> lastWords(Run run, Paint paint) {
    return lastWords(run, paint, Report.of(run).next());
  }

  /** The same for somebody who has just asked to be shown the run. */
  public static List<String> shown(Run run, Paint paint) {
    String asked = "stario show " + run.id();
    return lastWords(
        run, paint, Report.of(run).next().stream().filter(next -> !next.equals(asked)).toList());
  }

  private static List<String> lastWords(Run run, Paint paint, List<String> next) {
    Report report = Report.of(run);
    List<String> lines = new ArrayList<>();
    RunResult result = run.result().orElse(RunResult.PARTWAY);
    if (result != RunResult.COMPLETE && result != RunResult.ALREADY_SO) {
      report
          .verification()
          // What a check saw stands below it.
          .forEach(line -> lines.add((line.startsWith(" ") ? "  " : paint.caution("! ")) + line));
    }
    section(lines, "Changed", report.changed(), "nothing");
    section(lines, "Not changed", report.unchanged(), "");
    if (result == RunResult.COMPLETE || result == RunResult.ALREADY_SO) {
      section(lines, "Not recorded", report.verification(), "");
    }
    if (result != RunResult.FAILED
        && result != RunResult.STOPPED
        && result != RunResult.NOT_APPROVED) {
      section(
          lines,
          "Still to be answered, for the record",
          run.plan().gates().stream()
              .filter(Gate::deferred)
              .map(gate -> gate.item().key() + ": whether " + gate.item().words())
              .toList(),
          "");
    }
    section(lines, "Next", next, "");
    return lines;
  }

  /** What the checks of a run saw, each below its name. */
  public static List<String> seen(Run run) {
    List<String> lines = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      List<String> seen = run.step(step.id()).effect().map(EffectOutcome::seen).orElse(List.of());
      if (!seen.isEmpty()) {
        lines.add(step.id() + " saw:");
        seen.forEach(line -> lines.add("  " + line));
      }
    }
    return lines;
  }

  private static void section(
      List<String> lines, String title, List<String> entries, String whenNone) {
    if (entries.isEmpty()) {
      if (!whenNone.isEmpty()) {
        lines.add(title + ": " + whenNone);
      }
      return;
    }
    lines.add(title + ":");
    entries.forEach(entry -> lines.add("  " + entry));
  }
}
