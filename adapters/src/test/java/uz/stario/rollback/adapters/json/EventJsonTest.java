package uz.stario.rollback.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.Generated;

class EventJsonTest {

  @Test
  void generated_events_of_every_kind_are_read_as_they_were_written() {
    Set<Class<?>> seen = new HashSet<>();
    for (long seed = 0; seed < 2_000; seed++) {
      RunEvent event = new Generated(seed).event();
      seen.add(event.getClass());
      assertThat(EventJson.read(EventJson.write(event)))
          .as("seed %d", seed)
          .isEqualTo(Answer.given(event));
    }
    assertThat(seen).containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
  }

  @Test
  void every_kind_of_every_sealed_type_has_a_name_of_its_own() {
    assertNamed(Sight.class, Types.SIGHTS);
    assertNamed(RunEvent.class, Types.EVENTS);
    assertNamed(EffectOutcome.class, Types.EFFECT_OUTCOMES);
    assertNamed(Observation.class, Types.OBSERVATIONS);
    assertNamed(StepOutcome.class, Types.STEP_OUTCOMES);
    assertNamed(Action.class, Types.ACTIONS);
    assertNamed(Check.class, CheckJson.CHECKS);
    assertNamed(ScrapeCheck.Measure.class, CheckJson.MEASURES);
    assertNamed(HttpRequest.Expectation.class, RequestJson.EXPECTATIONS);
    assertNamed(Gate.State.class, Types.GATE_STATES);
    assertThat(Types.ALL).hasSize(10);
  }

  private static <T> void assertNamed(Class<T> sealed, Kinds<T> kinds) {
    assertThat(Set.<Class<?>>copyOf(kinds.types()))
        .as("kinds of %s", sealed.getSimpleName())
        .containsExactlyInAnyOrder(sealed.getPermittedSubclasses());
    assertThat(kinds.names()).doesNotHaveDuplicates();
  }

  @Test
  void an_event_is_written_as_the_documentation_shows_it() {
    assertThat(
            EventJson.write(
                new RunEvent.EffectEnded(
                    Fixtures.NOW,
                    new StepId("roll-back/api"),
                    1,
                    new EffectOutcome.Applied("revision 3 set", "7"))))
        .isEqualTo(
            """
            {"schemaVersion":1,"type":"effect-ended","at":"2026-01-02T03:04:05Z",\
            "step":"roll-back/api","attempt":1,\
            "outcome":{"type":"applied","detail":"revision 3 set","mark":"7"}}\
            """);
  }

  @Test
  void fields_that_a_later_version_added_are_ignored() {
    assertThat(
            EventJson.read(
                """
                {"schemaVersion":1,"type":"stop-asked","at":"2026-01-02T03:04:05Z","by":"olim",
                 "why":{"deep":[1,2.5,null,true]}}
                """))
        .isEqualTo(Answer.given(new RunEvent.StopAsked(Fixtures.NOW, "olim")));
  }

  @Test
  void an_unknown_kind_of_event_says_that_the_program_is_too_old() {
    assertThat(
            code("{\"schemaVersion\":1,\"type\":\"teleported\",\"at\":\"2026-01-02T03:04:05Z\"}"))
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  @Test
  void an_unknown_word_says_that_the_program_is_too_old() {
    assertThat(
            code(
                "{\"schemaVersion\":1,\"type\":\"ended\",\"at\":\"2026-01-02T03:04:05Z\",\"result\":\"x\"}"))
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  @Test
  void a_later_schema_version_says_that_the_program_is_too_old() {
    assertThat(code("{\"schemaVersion\":2,\"type\":\"stop-asked\"}"))
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  @Test
  void what_is_not_an_event_is_refused_and_never_thrown() {
    for (String text :
        List.of(
            "",
            "   ",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{}",
            "{\"schemaVersion\":1}",
            "{\"schemaVersion\":\"1\"}",
            "{\"schemaVersion\":1.5}",
            "{\"schemaVersion\":99999999999999999999}",
            "{\"schemaVersion\":1,\"schemaVersion\":1}",
            "{\"schemaVersion\":1,\"type\":\"stop-asked\",\"at\":\"yesterday\",\"by\":\"o\"}",
            "{\"schemaVersion\":1,\"type\":\"stop-asked\",\"at\":\"2026-01-02T03:04:05Z\"} {}",
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000))) {
      assertThat(EventJson.read(text)).as(text).isInstanceOf(Answer.Refused.class);
      if (!text.contains("99999")) {
        assertThat(code(text)).as(text).isEqualTo(ErrorCode.JOURNAL_UNREADABLE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_word_for_a_result_stands_for_it_alone(RunResult result) {
    assertThat(EventJson.result(EventJson.word(result))).contains(result);
  }

  private static ErrorCode code(String json) {
    return switch (EventJson.read(json)) {
      case Answer.Refused<RunEvent>(var problem) -> problem.code();
      case Answer.Given<RunEvent>(var event) -> throw new AssertionError("read " + event);
    };
  }
}
