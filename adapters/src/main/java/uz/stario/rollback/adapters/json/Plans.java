package uz.stario.rollback.adapters.json;

import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Offer;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.release.Health;

/** A plan and its parts as JSON. */
final class Plans {

  private Plans() {}

  static Tree write(Plan plan) {
    Tree tree =
        new Tree()
            .with("digest", plan.digest())
            .with("environment", plan.environment())
            .with("target", plan.target())
            .with("madeAt", plan.madeAt())
            .with("reason", plan.reason())
            .with("emergency", plan.emergency())
            .with("workloads", plan.workloads(), Plans::workload)
            .with("steps", plan.steps(), Plans::step)
            .with("findings", plan.findings(), Plans::finding);
    plan.approval().ifPresent(rule -> tree.with("approval", Rules.write(rule)));
    if (!plan.gates().isEmpty()) {
      tree.with("gates", plan.gates(), Plans::gate);
    }
    if (!plan.offered().isEmpty()) {
      tree.with("offered", plan.offered(), Plans::offer);
    }
    return tree;
  }

  static Plan read(Fields in) {
    return new Plan(
        in.text("environment"),
        in.text("target"),
        in.instant("madeAt"),
        in.text("reason"),
        in.truth("emergency"),
        in.list("workloads", Plans::workload),
        in.list("steps", Plans::step),
        in.list("findings", Plans::finding),
        in.optionalObject("approval").map(Rules::read),
        in.optionalList("gates", Plans::gate),
        in.optionalList("offered", Plans::offer),
        in.text("digest"));
  }

  private static Tree offer(Offer offer) {
    return new Tree()
        .with("service", offer.service())
        .with("name", offer.name())
        .with("why", offer.why())
        .with("command", offer.command());
  }

  private static Offer offer(Fields in) {
    return new Offer(in.text("service"), in.text("name"), in.text("why"), in.text("command"));
  }

  private static Tree gate(Gate gate) {
    return new Tree()
        .with("item", gate.item().key())
        .with("state", Types.GATE_STATES.write(gate.state()));
  }

  private static Gate gate(Fields in) {
    return new Gate(in.known("item", Gate.Item::of), Types.GATE_STATES.read(in.object("state")));
  }

  private static Tree workload(WorkloadPlan plan) {
    return new Tree()
        .with("service", plan.service())
        .with("workload", plan.workload().toString())
        .with("from", plan.from())
        .with("fromVersion", plan.fromVersion())
        .with("to", plan.to())
        .with("toVersion", plan.toVersion())
        .with("toHealth", plan.toHealth().word())
        .with("reason", plan.reason())
        .with("alreadySo", plan.alreadySo())
        .with("differences", plan.differences(), Plans::difference)
        .with("carried", plan.carried(), Actions::carried);
  }

  private static WorkloadPlan workload(Fields in) {
    return new WorkloadPlan(
        in.text("service"),
        Actions.workload(in),
        in.number("from"),
        in.text("fromVersion"),
        in.number("to"),
        in.text("toVersion"),
        in.known("toHealth", Health::of),
        in.text("reason"),
        in.truth("alreadySo"),
        in.list("differences", Plans::difference),
        in.list("carried", Actions::carried));
  }

  private static Tree step(Step step) {
    return new Tree()
        .with("id", step.id().value())
        .with("service", step.service())
        .with("wave", step.wave())
        .with("action", Types.ACTIONS.write(step.action()))
        .withTexts("after", step.after())
        .withTexts("needs", step.needs())
        .with("command", step.command());
  }

  private static Step step(Fields in) {
    return Step.of(
        new StepId(in.text("id")),
        in.text("service"),
        Types.ACTIONS.read(in.object("action")),
        ids(in, "after"),
        ids(in, "needs"),
        in.small("wave"),
        in.text("command"));
  }

  private static Set<StepId> ids(Fields in, String name) {
    return in.texts(name).stream().map(StepId::new).collect(Collectors.toSet());
  }

  private static Tree difference(Difference difference) {
    return new Tree()
        .with("what", difference.what())
        .with("where", difference.where())
        .with("before", difference.before())
        .with("after", difference.after());
  }

  private static Difference difference(Fields in) {
    return new Difference(in.text("what"), in.text("where"), in.text("before"), in.text("after"));
  }

  private static Tree finding(Finding finding) {
    return new Tree()
        .with("weight", Words.of(finding.weight()))
        .with("about", finding.about())
        .with("text", finding.text());
  }

  private static Finding finding(Fields in) {
    return new Finding(in.known("weight", Words::weight), in.text("about"), in.text("text"));
  }
}
