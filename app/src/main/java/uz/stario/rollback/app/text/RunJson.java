package uz.stario.rollback.app.text;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.StepRun;

/** A run as the one JSON object that {@code --json} prints; described in {@code docs/json.md}. */
public final class RunJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  private RunJson() {}

  public static String write(Run run) {
    ObjectNode object = JSON.createObjectNode();
    object.put("schemaVersion", 1);
    object.put("run", run.id().value());
    object.put("result", run.result().map(Outcomes::word).orElse("running"));
    object.put("exitCode", run.exit().code());
    object.put("environment", run.plan().environment());
    object.put("target", run.plan().target());
    object.put("planDigest", run.plan().digest());
    object.put("reason", run.plan().reason());
    object.put("requester", run.requester());
    object.put("startedAt", run.startedAt().toString());
    run.endedAt().ifPresent(at -> object.put("endedAt", at.toString()));
    ArrayNode steps = object.putArray("steps");
    for (Step step : run.plan().steps()) {
      step(steps.addObject(), step, run.step(step.id()));
    }
    ArrayNode gates = object.putArray("gates");
    run.plan().gates().forEach(gate -> gate(gates.addObject(), gate));
    Report report = Report.of(run);
    strings(object.putArray("changed"), report.changed());
    strings(object.putArray("unchanged"), report.unchanged());
    strings(object.putArray("verification"), report.verification());
    strings(object.putArray("next"), report.next());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }

  private static void step(ObjectNode node, Step step, StepRun state) {
    node.put("id", step.id().value());
    node.put("service", step.service());
    node.put("wave", step.wave());
    node.put("attempts", state.attempts());
    node.put("outcome", state.outcome().map(Report::word).orElse("running"));
    state.outcome().ifPresent(outcome -> node.put("detail", outcome.detail()));
    List<String> seen = state.effect().map(EffectOutcome::seen).orElse(List.of());
    if (!seen.isEmpty()) {
      strings(node.putArray("seen"), seen);
    }
    state.began().ifPresent(at -> node.put("beganAt", at.toString()));
    state.ended().ifPresent(at -> node.put("endedAt", at.toString()));
  }

  private static void gate(ObjectNode node, Gate gate) {
    node.put("item", gate.item().key());
    String state =
        switch (gate.state()) {
          case Gate.State.Evident _ -> "evident";
          case Gate.State.Attested s -> {
            node.put("by", s.by());
            yield "attested";
          }
          case Gate.State.Waived s -> {
            node.put("by", s.by());
            yield "waived";
          }
          case Gate.State.Deferred _ -> "deferred";
          case Gate.State.Open _ -> "open";
        };
    node.put("state", state).put("detail", gate.state().detail());
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
