package uz.stario.rollback.plan;

import java.util.Optional;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadState;

/** What a roll-back leaves a workload with, as far as the revisions that are kept tell. */
final class Aftermath {

  private Aftermath() {}

  /** Whether the workload runs what the step leaves it with. */
  static boolean reached(Action.RollBack step, WorkloadState state) {
    Assumption assumed = step.assumption();
    if (step.carried().isEmpty()) {
      return state.template().fingerprint().equals(assumed.targetTemplate());
    }
    // The template is neither the one left nor the target, but put together from both.
    Optional<Template> left =
        state.revisions().stream()
            .map(Revision::template)
            .filter(template -> template.fingerprint().equals(assumed.template()))
            .findFirst();
    Optional<Template> target =
        state.revisions().stream()
            .filter(revision -> revision.id().equals(assumed.target()))
            .map(Revision::template)
            .filter(template -> template.fingerprint().equals(assumed.targetTemplate()))
            .findFirst();
    return left.isPresent()
        && target.isPresent()
        && Differences.between(
                Differences.carrying(left.get(), target.get(), step.carried()),
                state.template(),
                new Redactor())
            .isEmpty();
  }
}
