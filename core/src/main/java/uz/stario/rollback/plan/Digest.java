package uz.stario.rollback.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.playbook.HealthCheck;

/**
 * The digest of a plan: SHA-256 over what a run will do and assume. The time of making, the
 * findings and the words for people are left out, so that the same plan made twice has one digest.
 */
final class Digest {

  private Digest() {}

  static String of(
      String environment, String target, List<Step> steps, Optional<ApprovalRule> approval) {
    StringBuilder text = new StringBuilder("stario-plan 1\n");
    line(text, environment, target);
    steps.forEach(step -> step(text, step));
    // Nothing where there is no rule: so plans had their digests before there were rules.
    approval.ifPresent(rule ->
        line(
            text,
            "approval",
            rule.of().name(),
            rule.within().toString(),
            "" + rule.attested(),
            "" + rule.breakGlass()));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  // By hand and not by reflection, which a plan of a hundred workloads would feel; a test looks
  // that
  // no component is forgotten.
  private static void step(StringBuilder text, Step step) {
    line(text, step.id().value(), step.service(), "" + step.wave(), step.command());
    ids(text, step.after());
    ids(text, step.needs());
    switch (step.action()) {
      case Action.RollBack a -> {
        line(text, "roll-back", a.workload().toString());
        Assumption assumed = a.assumption();
        line(text, assumed.uid(), assumed.template(), assumed.target(), assumed.targetTemplate());
        line(text, "" + a.from(), a.fromVersion(), "" + a.to(), a.toVersion());
        line(text, "" + a.carried().size());
        a.carried().forEach(f -> line(text, f.container(), f.name(), f.restored(), f.kept()));
        line(text, "" + a.resume(), a.limit().toString());
      }
      case Action.Restart a ->
          line(text, "restart", a.workload().toString(), a.namespace(), a.limit().toString());
      case Action.CheckPods a ->
          line(text, "check-pods", a.workload().toString(), a.limit().toString());
      case Action.CheckHealth a -> {
        HealthCheck check = a.check();
        line(text, "check-health", a.service(), a.limit().toString());
        line(text, check.name(), check.method(), check.url(), "" + check.status());
        line(text, check.bodyContains().isPresent() ? "body" : "", check.bodyContains().orElse(""));
        line(text, check.limit().toString());
      }
      case Action.RunCheck a -> {
        line(text, "run-check", a.service(), a.settle().toString());
        line(text, a.within().toString(), a.limit().toString());
        CheckParts.of(a.check()).forEach(part -> line(text, part));
      }
      case Action.RecordVerdicts a ->
          line(text, "record-verdicts", a.workload().toString(), a.left(), a.goneTo());
      case Action.StoreChange a -> {
        line(text, "store-change", a.kind(), a.target(), "" + a.arguments().size());
        a.arguments().forEach((name, value) -> line(text, name, value));
        line(text, a.danger().name(), "" + a.repeatable(), a.onFailure().name());
        line(text, a.limit().toString(), a.observed(), a.precondition(), a.wayBack());
      }
    }
  }

  private static void ids(StringBuilder text, Collection<StepId> ids) {
    line(text, "" + ids.size());
    ids.forEach(id -> line(text, id.value()));
  }

  /** With their lengths, so that no two plans make one text. */
  private static void line(StringBuilder text, String... parts) {
    for (String part : parts) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
  }
}
