package uz.stario.rollback.adapters.json;

import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;

/**
 * Plans as JSON objects with {@code "schemaVersion": 1}, for {@code stario plan --save} and {@code
 * --json}.
 *
 * <p>Instants and durations are ISO-8601. Unknown fields are ignored; an unknown {@code type} or
 * schema version is refused as {@link ErrorCode#PROGRAM_TOO_OLD}, anything else that can't be
 * understood as {@link ErrorCode#PLAN_UNREADABLE}. The digest is read as written: whoever runs the
 * plan compares it with the plan's content. Thread-safe.
 */
public final class PlanJson {

  private PlanJson() {}

  public static String write(Plan plan) {
    return Documents.write(Plans.write(plan));
  }

  public static Answer<Plan> read(String json) {
    return Documents.read(
        json,
        "the plan",
        ErrorCode.PLAN_UNREADABLE,
        "Make the plan anew with `stario plan --save`.",
        Plans::read);
  }
}
