package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.plan.Confirmation;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Offer;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.Traits;
import uz.stario.rollback.plan.TwoPeople;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.release.Health;

/** A plan as a person reads it before saying yes. */
public final class PlanText {

  /** More than this and the unchanged commands are left to {@code --json}. */
  private static final int COMMANDS_SHOWN = 24;

  private final Plan plan;
  private final Paint paint;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private PlanText(Plan plan, Paint paint, int width) {
    this.plan = plan;
    this.paint = paint;
    this.width = width;
  }

  /**
   * The lines.
   *
   * @param width columns to keep within, where words allow
   */
  public static List<String> of(Plan plan, Paint paint, int width) {
    return new PlanText(plan, paint, width).write();
  }

  private List<String> write() {
    lines.add(paint.strong("Plan " + plan.digest().substring(0, 12)) + "  " + plan.target());
    plan.workloads().forEach(this::workload);
    findings();
    approval();
    checklist();
    steps();
    offered();
    return lines;
  }

  private void approval() {
    plan.approval()
        .filter(rule -> TwoPeople.needed(plan, rule))
        .ifPresent(rule -> {
          lines.add("");
          lines.add(
              paint.caution("! ")
                  + "a second person has to approve it within "
                  + Times.took(rule.within())
                  + (rule.breakGlass() ? ", or --break-glass" : ""));
        });
  }

  private void checklist() {
    if (plan.gates().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Checklist:");
    for (Gate gate : plan.gates()) {
      List<String> wrapped = Lines.wrapped(GateText.of(gate), width - 4);
      lines.add("  " + GateText.mark(gate, paint) + " " + wrapped.getFirst());
      wrapped.stream().skip(1).forEach(line -> lines.add("    " + line));
    }
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
              + ")");
      lines.addAll(new Rows(width).row("why", workload.reason()).lines());
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
    Rows rows = new Rows(width).row("why", workload.reason());
    if (workload.toHealth() == Health.BAD || workload.toHealth() == Health.VULNERABLE) {
      rows.row("caution", "recorded " + workload.toHealth().word());
    }
    workload.differences().forEach(rows::difference);
    for (CarriedFlag flag : workload.carried()) {
      rows.row(
          "kept",
          flag.name()
              + "="
              + flag.kept()
              + " stays ("
              + workload.toVersion()
              + " had "
              + (flag.restored().isEmpty() ? "none" : flag.restored())
              + ")");
    }
    lines.addAll(rows.lines());
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
            case NOTE -> paint.faint("· note   ");
          };
      List<String> wrapped =
          Lines.wrapped(finding.about() + ": " + finding.text(), width - Rows.LABEL_WIDTH);
      lines.add(mark + "  " + wrapped.getFirst());
      wrapped.stream().skip(1).forEach(line -> lines.add(" ".repeat(Rows.LABEL_WIDTH) + line));
    }
  }

  private void steps() {
    if (plan.steps().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Steps, and what you would type instead:");
    List<Step> steps =
        plan.steps().stream().filter(s -> !(s.action() instanceof Action.RecordVerdicts)).toList();
    int wave = 0;
    int left = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      // What destroys is never left out.
      if (i >= COMMANDS_SHOWN && !Confirmation.needed(step.action())) {
        left++;
        continue;
      }
      if (step.wave() != wave) {
        wave = step.wave();
        lines.add("  wave " + wave);
      }
      step(step);
    }
    if (left > 0) {
      lines.add("  … " + left + " more; --json shows all");
    }
  }

  private void offered() {
    if (plan.offered().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("If needed:");
    for (Offer offer : plan.offered()) {
      List<String> wrapped = Lines.wrapped(offer.name() + ": " + offer.why(), width - 4);
      wrapped.forEach(line -> lines.add("    " + line));
      Lines.commands(offer.command(), width - 6)
          .forEach(line -> lines.add("      " + paint.faint(line)));
    }
  }

  private void step(Step step) {
    if (Confirmation.needed(step.action())) {
      destructive(step);
    } else {
      lines.add("    " + step.id());
    }
    halting(step).ifPresent(this::paragraph);
    if (!step.command().isEmpty()) {
      Lines.commands(step.command(), width - 6)
          .forEach(line -> lines.add("      " + paint.faint(line)));
    }
    if (step.action() instanceof Action.StoreChange change && !Confirmation.needed(step.action())) {
      lines.add("      way back:");
      Lines.commands(change.wayBack(), width - 6)
          .forEach(line -> lines.add("      " + paint.faint(line)));
    }
  }

  /** What keeps a service from being rolled back; that a check needs its own roll-back is clear. */
  private Optional<String> halting(Step step) {
    List<String> others =
        plan.steps().stream()
            .filter(other -> step.needs().contains(other.id()))
            .map(Step::service)
            .filter(service -> !service.equals(step.service()))
            .distinct()
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("not if " + String.join(" or ", others) + " cannot be rolled back");
  }

  private void destructive(Step step) {
    lines.add("    " + step.id() + "  " + paint.bad("✗ destructive"));
    paragraph("data of " + Confirmation.target(step.action()) + "; asks for that name");
    paragraph("way back: " + Traits.of(step.action()).wayBack());
  }

  private void paragraph(String text) {
    List<String> wrapped = Lines.wrapped(text, width - 6);
    wrapped.forEach(line -> lines.add("      " + line));
  }
}
