package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.release.Health;

/** A plan as a person reads it before saying yes. */
public final class PlanText {

  /** More than this and the unchanged commands are left to {@code --json}. */
  private static final int COMMANDS_SHOWN = 24;

  private final Plan plan;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private PlanText(Plan plan, Paint paint) {
    this.plan = plan;
    this.paint = paint;
  }

  public static List<String> of(Plan plan, Paint paint) {
    return new PlanText(plan, paint).write();
  }

  private List<String> write() {
    lines.add(paint.strong("Plan " + plan.digest().substring(0, 12)) + "  " + plan.target());
    plan.workloads().forEach(this::workload);
    findings();
    steps();
    return lines;
  }

  private void workload(WorkloadPlan workload) {
    lines.add("");
    if (workload.alreadySo()) {
      lines.add(
          paint.good("= ")
              + paint.strong(workload.workload().toString())
              + "  already "
              + workload.toVersion()
              + " (revision "
              + workload.to()
              + "): "
              + workload.reason());
      return;
    }
    lines.add(
        paint.strong(workload.workload().toString())
            + "  "
            + paint.bad(workload.fromVersion())
            + " → "
            + paint.good(workload.toVersion())
            + "  (revision "
            + workload.from()
            + " → "
            + workload.to()
            + ")");
    lines.add("  why      " + workload.reason());
    if (workload.toHealth() == Health.BAD || workload.toHealth() == Health.VULNERABLE) {
      lines.add("  " + paint.caution("! recorded " + workload.toHealth().word()));
    }
    Table table = new Table();
    for (Difference difference : workload.differences()) {
      table.row("  " + difference.what(), difference.where(), change(difference));
    }
    lines.addAll(table.lines());
    for (CarriedFlag flag : workload.carried()) {
      lines.add(
          "  kept     "
              + flag.name()
              + "="
              + flag.kept()
              + " stays ("
              + workload.toVersion()
              + " had "
              + (flag.restored().isEmpty() ? "none" : flag.restored())
              + ")");
    }
  }

  private static String change(Difference difference) {
    if (difference.what().equals("other")) {
      return difference.before();
    }
    return (difference.before().isEmpty() ? "(none)" : difference.before())
        + " → "
        + (difference.after().isEmpty() ? "(none)" : difference.after());
  }

  private void findings() {
    if (plan.findings().isEmpty()) {
      return;
    }
    lines.add("");
    for (Finding finding : plan.findings()) {
      String mark =
          switch (finding.weight()) {
            case BLOCKER -> paint.bad("✗ blocker");
            case WARNING -> paint.caution("! warning");
            case NOTE -> paint.faint("· note");
          };
      lines.add(mark + "  " + finding.about() + ": " + finding.text());
    }
  }

  private void steps() {
    if (plan.steps().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Steps, and what you would type instead:");
    int wave = 0;
    int shown = 0;
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.RecordVerdicts) {
        continue;
      }
      if (shown++ == COMMANDS_SHOWN) {
        lines.add("  … " + (plan.steps().size() - shown + 1) + " more; --json shows all");
        break;
      }
      if (step.wave() != wave) {
        wave = step.wave();
        lines.add("  wave " + wave);
      }
      lines.add("    " + step.id());
      lines.add("      " + paint.faint(step.command()));
    }
  }
}
