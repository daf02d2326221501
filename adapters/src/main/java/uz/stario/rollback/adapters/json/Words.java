package uz.stario.rollback.adapters.json;

import java.util.Optional;
import java.util.function.Function;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.TimerKind;

/** The stable words for the constants of enums; written out so that a rename changes no file. */
final class Words {

  private Words() {}

  static String of(RunResult result) {
    return switch (result) {
      case COMPLETE -> "complete";
      case ALREADY_SO -> "already-so";
      case UNVERIFIED -> "unverified";
      case PARTWAY -> "partway";
      case FAILED -> "failed";
      case STOPPED -> "stopped";
      case NOT_APPROVED -> "not-approved";
    };
  }

  static String of(TimerKind timer) {
    return switch (timer) {
      case DEADLINE -> "deadline";
      case RETRY -> "retry";
      case PATIENCE -> "patience";
    };
  }

  static String of(Finding.Weight weight) {
    return switch (weight) {
      case BLOCKER -> "blocker";
      case WARNING -> "warning";
      case NOTE -> "note";
    };
  }

  static String of(Danger danger) {
    return switch (danger) {
      case ROUTINE -> "routine";
      case DISRUPTIVE -> "disruptive";
      case DESTRUCTIVE -> "destructive";
    };
  }

  static String of(OnFailure onFailure) {
    return switch (onFailure) {
      case STOP -> "stop";
      case GO_ON -> "go-on";
      case COMPENSATE -> "compensate";
    };
  }

  static String of(ApprovalRule.From from) {
    return switch (from) {
      case DISRUPTIVE -> "disruptive";
      case DESTRUCTIVE -> "destructive";
    };
  }

  static Optional<ApprovalRule.From> from(String word) {
    return constant(ApprovalRule.From.values(), Words::of, word);
  }

  static Optional<Danger> danger(String word) {
    return constant(Danger.values(), Words::of, word);
  }

  static Optional<OnFailure> onFailure(String word) {
    return constant(OnFailure.values(), Words::of, word);
  }

  static Optional<RunResult> result(String word) {
    return constant(RunResult.values(), Words::of, word);
  }

  static Optional<TimerKind> timer(String word) {
    return constant(TimerKind.values(), Words::of, word);
  }

  static Optional<Finding.Weight> weight(String word) {
    return constant(Finding.Weight.values(), Words::of, word);
  }

  private static <E> Optional<E> constant(E[] constants, Function<E, String> name, String word) {
    for (E constant : constants) {
      if (name.apply(constant).equals(word)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
