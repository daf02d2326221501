package uz.stario.rollback.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.Generated;

class PlanJsonTest {

  @Test
  void generated_plans_are_read_as_they_were_written() {
    for (long seed = 0; seed < 500; seed++) {
      Plan plan = new Generated(seed).plan();
      assertThat(PlanJson.read(PlanJson.write(plan)))
          .as("seed %d", seed)
          .isEqualTo(Answer.given(plan));
    }
  }

  @Test
  void a_plan_begins_with_its_schema_version_and_digest() {
    assertThat(PlanJson.write(Fixtures.plan("api")))
        .startsWith(
            "{\"schemaVersion\":1,\"digest\":\"digest-of-api\",\"environment\":\"production\"")
        .contains("\"action\":{\"type\":\"roll-back\",\"workload\":\"deployment/api\"")
        .contains("\"limit\":\"PT10M\"");
  }

  @Test
  void a_refusal_says_where_the_plan_is_wrong() {
    String broken = PlanJson.write(Fixtures.plan("api")).replace("PT10M", "10 minutes");

    assertThat(PlanJson.read(broken))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.PLAN_UNREADABLE);
              assertThat(refused.problem().why())
                  .isEqualTo("Steps[0].action.limit is not a duration such as PT10M.");
            });
  }

  @Test
  void an_unknown_action_says_that_the_program_is_too_old() {
    String newer =
        PlanJson.write(Fixtures.plan("api")).replace("\"roll-back\"", "\"roll-sideways\"");

    assertThat(PlanJson.read(newer))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD));
  }
}
