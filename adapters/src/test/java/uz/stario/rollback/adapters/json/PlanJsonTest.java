package uz.stario.rollback.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.Generated;

class PlanJsonTest {

  private static final String NAME = "the plan in plan.json";
  private static final String JSON = PlanJson.write(plan());

  @Test
  void generated_plans_are_read_as_they_were_written() {
    for (long seed = 0; seed < 500; seed++) {
      Plan plan = new Generated(seed).plan();
      assertThat(PlanJson.read(PlanJson.write(plan), NAME))
          .as("seed %d", seed)
          .isEqualTo(Answer.given(plan));
    }
  }

  @Test
  void a_plan_begins_with_its_schema_version_and_digest_and_ends_with_its_checksum() {
    assertThat(JSON)
        .startsWith("{\"schemaVersion\":1,\"digest\":\"" + plan().digest() + "\",\"environment\"")
        .contains("\"action\":{\"type\":\"roll-back\",\"workload\":\"deployment/api\"")
        .contains("\"limit\":\"PT10M\"")
        .containsPattern("\"checksum\":\"[0-9a-f]{64}\"}$");
  }

  @Test
  void spaces_and_lines_change_nothing() {
    String laidOut = JSON.replace(",\"", " ,\n  \"").replace("{", "{ ");

    assertThat(PlanJson.read(laidOut, NAME)).isEqualTo(Answer.given(plan()));
  }

  @Test
  void what_it_would_do_changed_by_hand_does_not_fit_its_digest() {
    Problem problem = refused(JSON.replace("\"target\":\"rs-1\"", "\"target\":\"rs-2\""));

    assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_ALTERED);
    assertThat(problem.sentence()).contains(NAME, "digest does not fit", "--save");
  }

  @Test
  void words_and_findings_changed_by_hand_do_not_fit_its_checksum() {
    Problem reason = refused(JSON.replace("errors above 10 %", "nothing"));
    Problem version = refused(JSON.replace("\"alreadySo\":false", "\"alreadySo\":true"));

    assertThat(reason.code()).isEqualTo(ErrorCode.PLAN_ALTERED);
    assertThat(reason.why()).contains("checksum does not fit");
    assertThat(version.code()).isEqualTo(ErrorCode.PLAN_ALTERED);
  }

  @Test
  void the_rule_of_approval_goes_along_and_cannot_be_taken_out() {
    var rule = new ApprovalRule(ApprovalRule.From.DISRUPTIVE, Duration.ofMinutes(30), true, false);
    Plan plan = plan().with(Optional.of(rule));
    String json = PlanJson.write(plan);

    assertThat(PlanJson.read(json, NAME)).isEqualTo(Answer.given(plan));
    String without = json.replaceFirst("\"approval\":\\{[^}]*\\},", "");
    assertThat(without).isNotEqualTo(json);
    assertThat(refused(without).why()).contains("digest does not fit");
    assertThat(refused(json.replace("PT30M", "PT31M")).why()).contains("digest does not fit");
  }

  @Test
  void a_plan_without_its_checksum_is_refused() {
    Problem problem = refused(JSON.replaceFirst(",\"checksum\":\"[0-9a-f]*\"", ""));

    assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_UNREADABLE);
    assertThat(problem.why()).isEqualTo("Checksum is missing.");
  }

  @Test
  void a_refusal_says_where_the_plan_is_wrong() {
    Problem problem = refused(JSON.replace("PT10M", "10 minutes"));

    assertThat(problem.code()).isEqualTo(ErrorCode.PLAN_UNREADABLE);
    assertThat(problem.what()).isEqualTo("Cannot read the plan in plan.json.");
    assertThat(problem.why()).isEqualTo("Steps[0].action.limit is not a duration such as PT10M.");
  }

  @Test
  void a_plan_cut_off_anywhere_is_refused_and_nothing_else_happens() {
    for (int end = 0; end < JSON.length(); end++) {
      assertThat(refused(JSON.substring(0, end)).code())
          .as("cut off at %d", end)
          .isEqualTo(ErrorCode.PLAN_UNREADABLE);
    }
    assertThat(refused(JSON.substring(0, JSON.length() / 2)).why()).contains("at line 1, column ");
  }

  @Test
  void no_single_character_can_be_changed_unseen() {
    for (int at = 0; at < JSON.length(); at++) {
      char other = JSON.charAt(at) == 'x' ? 'y' : 'x';
      String changed = JSON.substring(0, at) + other + JSON.substring(at + 1);

      assertThat(PlanJson.read(changed, NAME))
          .as("changed at %d", at)
          .isInstanceOf(Answer.Refused.class);
    }
  }

  @Test
  void what_is_no_json_object_says_so() {
    assertThat(refused("").why()).isEqualTo("It is empty.");
    assertThat(refused("[]").why()).isEqualTo("The document is not an object.");
    assertThat(refused("apiVersion: v1\nkind: List\n").why())
        .startsWith("It is not JSON: ")
        .endsWith(", at line 1, column 1.");
  }

  @Test
  void another_schema_version_is_refused() {
    assertThat(refused(JSON.replace("\"schemaVersion\":1", "\"schemaVersion\":2")).code())
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
    assertThat(refused(JSON.replace("\"schemaVersion\":1", "\"schemaVersion\":0")))
        .returns(ErrorCode.PLAN_UNREADABLE, Problem::code)
        .extracting(Problem::why)
        .asString()
        .contains("SchemaVersion is 0");
  }

  @Test
  void an_unknown_action_says_that_the_program_is_too_old() {
    assertThat(refused(JSON.replace("\"roll-back\"", "\"roll-sideways\"")).code())
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  private static Plan plan() {
    Plan plan = Fixtures.plan("api");
    return Plan.of(
        plan.environment(),
        plan.target(),
        plan.madeAt(),
        plan.reason(),
        plan.emergency(),
        plan.workloads(),
        plan.steps(),
        plan.findings());
  }

  private static Problem refused(String json) {
    return switch (PlanJson.read(json, NAME)) {
      case Answer.Given<Plan>(Plan read) -> throw new AssertionError("read: " + read);
      case Answer.Refused<Plan>(Problem problem) -> problem;
    };
  }
}
