package uz.stario.rollback.app.text;

import java.util.Optional;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.StepRun;

/** What is said of one step: a symbol, a word, and the latest detail. */
record StepLine(String symbol, String word, String detail) {

  static StepLine of(StepRun step, Paint paint) {
    Optional<StepOutcome> outcome = step.outcome();
    if (outcome.isPresent()) {
      StepOutcome how = outcome.get();
      String symbol =
          switch (how) {
            case StepOutcome.Succeeded _, StepOutcome.AlreadyDone _ -> paint.good("✓");
            case StepOutcome.Failed _, StepOutcome.TimedOut _ -> paint.bad("✗");
            case StepOutcome.Unknown _ -> paint.caution("?");
            case StepOutcome.Skipped _ -> paint.faint("-");
          };
      return new StepLine(symbol, Report.word(how), how.detail());
    }
    return switch (step.state()) {
      case PENDING -> new StepLine(paint.faint("·"), "to come", "");
      case ACTING -> new StepLine(paint.caution("●"), "acting", "");
      case RETRYING ->
          new StepLine(
              paint.caution("●"), "trying", step.effect().map(EffectOutcome::detail).orElse(""));
      case LOOKING ->
          new StepLine(
              paint.caution("?"), "looking", step.effect().map(EffectOutcome::detail).orElse(""));
      case ASKING -> new StepLine(paint.bad("?"), "asks", step.question().orElse(""));
      case WAITING -> {
        String detail = step.seen().map(Observation::detail).orElse("");
        boolean trouble = step.seen().filter(o -> o instanceof Observation.Trouble).isPresent();
        yield trouble
            ? new StepLine(paint.bad("!"), "trouble", detail)
            : new StepLine(paint.caution("●"), "waiting", detail);
      }
      case ENDED -> throw new IllegalStateException("an ended step has an outcome");
    };
  }
}
