package uz.stario.rollback.app.text;

import uz.stario.rollback.run.RunResult;

/** The one line that says how a run ended. */
public final class Outcomes {

  private Outcomes() {}

  public static String headline(RunResult result, Paint paint) {
    return switch (result) {
      case COMPLETE -> paint.good("✓ rolled back and verified");
      case ALREADY_SO -> paint.good("= already so, nothing was changed");
      case UNVERIFIED -> paint.caution("! rolled back, but not verified");
      case PARTWAY -> paint.bad("✗ stopped partway; needs a person");
      case FAILED -> paint.bad("✗ failed; nothing was changed");
      case STOPPED -> paint.caution("! stopped on request; nothing was changed");
      case NOT_APPROVED -> paint.caution("! not approved in time; nothing was changed");
    };
  }

  /** One word for lists. */
  public static String word(RunResult result) {
    return switch (result) {
      case COMPLETE -> "complete";
      case ALREADY_SO -> "already so";
      case UNVERIFIED -> "unverified";
      case PARTWAY -> "partway";
      case FAILED -> "failed";
      case STOPPED -> "stopped";
      case NOT_APPROVED -> "not approved";
    };
  }
}
