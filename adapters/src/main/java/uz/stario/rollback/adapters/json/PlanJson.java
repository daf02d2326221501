package uz.stario.rollback.adapters.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Plans as JSON objects with {@code "schemaVersion": 1}, for {@code stario plan --save} and {@code
 * --json}.
 *
 * <p>Instants and durations are ISO-8601. Unknown fields are ignored; an unknown {@code type} or
 * schema version is refused as {@link ErrorCode#PROGRAM_TOO_OLD}, anything else that can't be
 * understood as {@link ErrorCode#PLAN_UNREADABLE}. A plan that was changed after it was written is
 * {@link ErrorCode#PLAN_ALTERED}: what it does has its digest, and all of the document, the words
 * for people and the findings too, a checksum. Neither is a signature: whoever changes a plan can
 * reckon both anew. Thread-safe.
 */
public final class PlanJson {

  private static final String CHECKSUM = "checksum";
  private static final String ANEW = "Make the plan anew with `stario plan --save`.";

  private PlanJson() {}

  public static String write(Plan plan) {
    Tree document = Documents.tree(Plans.write(plan));
    return document.with(CHECKSUM, checksum(document.map())).json();
  }

  /**
   * @param name what the plan is called where it is refused: {@code the plan in plan.json}
   */
  public static Answer<Plan> read(String json, String name) {
    return Documents.read(json, name, ErrorCode.PLAN_UNREADABLE, ANEW, Read::of)
        .then(read -> sound(read, name));
  }

  private static Answer<Plan> sound(Read read, String name) {
    if (!read.plan().digestFits()) {
      return altered(name, "Its digest does not fit what it would do.");
    }
    return read.whole()
        ? Answer.given(read.plan())
        : altered(name, "Its checksum does not fit what it says.");
  }

  private static Answer<Plan> altered(String name, String why) {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.PLAN_ALTERED,
            "Will not carry out " + name + ": it is not as stario wrote it.",
            why,
            ANEW));
  }

  private record Read(Plan plan, boolean whole) {

    static Read of(Fields in) {
      Plan plan = Plans.read(in);
      String said = in.text(CHECKSUM);
      Map<String, @Nullable Object> rest = in.copy();
      rest.remove(CHECKSUM);
      return new Read(plan, said.equals(checksum(rest)));
    }
  }

  /** Over the values, so that spaces and the order of fields are nobody's affair. */
  private static String checksum(Map<String, ? extends @Nullable Object> document) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String text = Json.write(sorted(document));
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, @Nullable Object> sorted(Map<?, ?> fields) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    fields.forEach((name, value) -> sorted.put((String) name, sorted(value)));
    return sorted;
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> sorted(map);
      case List<?> list -> list.stream().map(PlanJson::sorted).toList();
      case null, default -> value;
    };
  }
}
