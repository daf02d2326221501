package uz.stario.rollback.adapters.json;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.WorkloadRef;

/** The larger actions of a plan as JSON, and the parts that they share with the plan. */
final class Actions {

  private Actions() {}

  static Tree storeChange(Action.StoreChange change, Tree out) {
    return out.with("kind", change.kind())
        .with("target", change.target())
        .with("arguments", change.arguments().entrySet(), Actions::entry)
        .with("danger", Words.of(change.danger()))
        .with("repeatable", change.repeatable())
        .with("onFailure", Words.of(change.onFailure()))
        .with("limit", change.limit())
        .with("observed", change.observed())
        .with("precondition", change.precondition())
        .with("wayBack", change.wayBack());
  }

  static Action.StoreChange storeChange(Fields in) {
    SortedMap<String, String> arguments = new TreeMap<>();
    in.list("arguments", Actions::entry)
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
    return new Action.StoreChange(
        in.text("kind"),
        in.text("target"),
        arguments,
        in.known("danger", Words::danger),
        in.truth("repeatable"),
        in.known("onFailure", Words::onFailure),
        in.duration("limit"),
        in.text("observed"),
        in.text("precondition"),
        in.text("wayBack"));
  }

  static Tree rollBack(Action.RollBack action, Tree out) {
    Assumption assumption = action.assumption();
    return out.with("workload", action.workload().toString())
        .with(
            "assumption",
            new Tree()
                .with("uid", assumption.uid())
                .with("template", assumption.template())
                .with("target", assumption.target())
                .with("targetTemplate", assumption.targetTemplate()))
        .with("from", action.from())
        .with("fromVersion", action.fromVersion())
        .with("to", action.to())
        .with("toVersion", action.toVersion())
        .with("carried", action.carried(), Actions::carried)
        .with("resume", action.resume())
        .with("limit", action.limit());
  }

  static Action.RollBack rollBack(Fields in) {
    Fields assumption = in.object("assumption");
    return new Action.RollBack(
        workload(in),
        new Assumption(
            assumption.text("uid"),
            assumption.text("template"),
            assumption.text("target"),
            assumption.text("targetTemplate")),
        in.number("from"),
        in.text("fromVersion"),
        in.number("to"),
        in.text("toVersion"),
        in.list("carried", Actions::carried),
        in.truth("resume"),
        in.duration("limit"));
  }

  static Tree checkHealth(Action.CheckHealth action, Tree out) {
    HealthCheck check = action.check();
    return out.with("service", action.service())
        .with(
            "check",
            new Tree()
                .with("name", check.name())
                .with("method", check.method())
                .with("url", check.url())
                .with("status", check.status())
                .with("bodyContains", check.bodyContains())
                .with("limit", check.limit()))
        .with("limit", action.limit());
  }

  static Action.CheckHealth checkHealth(Fields in) {
    Fields check = in.object("check");
    return new Action.CheckHealth(
        in.text("service"),
        new HealthCheck(
            check.text("name"),
            check.text("method"),
            check.text("url"),
            check.small("status"),
            check.optionalText("bodyContains"),
            check.duration("limit")),
        in.duration("limit"));
  }

  static Tree carried(CarriedFlag flag) {
    return new Tree()
        .with("container", flag.container())
        .with("name", flag.name())
        .with("restored", flag.restored())
        .with("kept", flag.kept());
  }

  static CarriedFlag carried(Fields in) {
    return new CarriedFlag(
        in.text("container"), in.text("name"), in.text("restored"), in.text("kept"));
  }

  /** A name with its text. */
  static Tree entry(Map.Entry<String, String> entry) {
    return new Tree().with("name", entry.getKey()).with("value", entry.getValue());
  }

  static Map.Entry<String, String> entry(Fields in) {
    return Map.entry(in.text("name"), in.text("value"));
  }

  /** As people write it: {@code deployment/video-gen}. */
  static WorkloadRef workload(Fields in) {
    return in.known("workload", WorkloadRef::parse);
  }
}
