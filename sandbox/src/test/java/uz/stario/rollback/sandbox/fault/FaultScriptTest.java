package uz.stario.rollback.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {
  private static final Rule.Call PATCH =
      new Rule.Call("patch", "deployments", "stario", "video-gen");

  @Test
  void a_script_is_a_list_of_rules_in_order() {
    List<Rule> rules =
        FaultScript.parse(
            """
            - fault: too-many-requests
              retryAfter: 3s
              verbs: [patch]
              resource: deployments
              name: video-gen
              times: 2
            - {fault: delay, by: 200ms, probability: 0.5, times: 0}
            - {"fault": "quota-full", "namespace": "stario", "pods": 4}
            """);
    assertThat(rules)
        .containsExactly(
            new Rule(
                new Fault.TooManyRequests(Duration.ofSeconds(3)),
                Set.of("patch"),
                "deployments",
                "",
                "video-gen",
                0,
                2,
                1),
            Rule.once(new Fault.Delay(Duration.ofMillis(200))).likely(0.5).times(0),
            Rule.once(new Fault.QuotaFull("stario", 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{fault: fire}] | rule 1: no fault is called fire",
        "[{fault: reset}, {verbs: [get]}] | rule 2: fault is missing",
        "[{fault: reset, verbs: [put]}] | rule 1: no verb is called put",
        "[{fault: reset, colour: red}] | rule 1: this fault takes no colour",
        "[{fault: delay, by: soon}] | rule 1: by is a time such as 2s or 200ms",
        "[{fault: reset, times: -1}] | rule 1: times is a whole number of zero or more",
        "[{fault: reset, probability: 2}] | rule 1: skip and times",
        "[{fault: image-gone}] | rule 1: image is missing",
        "fault: reset | a script is a list of rules",
        "[{ | no YAML",
      })
  void what_is_wrong_with_a_script_is_said(String text, String message) {
    assertThatThrownBy(() -> FaultScript.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void the_first_rule_that_fits_decides_and_ends_after_its_times() {
    Faults faults = new Faults(_ -> {}, 1);
    faults.add(Rule.once(new Fault.Reset()).on("deployments", "patch").times(2).after(1));
    faults.add(Rule.once(new Fault.Unavailable()).on("pods").times(0));
    faults.add(Rule.once(new Fault.InternalError()).on("deployments"));
    assertThat(faults.meet(PATCH)).contains(new Fault.InternalError());
    assertThat(faults.meet(PATCH)).contains(new Fault.Reset());
    assertThat(faults.meet(PATCH)).contains(new Fault.Reset());
    assertThat(faults.meet(PATCH)).isEmpty();
    assertThat(faults.happened()).isEqualTo(3);
  }

  @Test
  void the_same_seed_meets_the_same_faults_and_another_does_not() {
    assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    assertThat(drawn(7)).filteredOn(hit -> hit).hasSizeBetween(20, 80);
  }

  private static List<Boolean> drawn(long seed) {
    Faults faults = new Faults(_ -> {}, seed);
    faults.add(Rule.once(new Fault.Reset()).likely(0.25).times(0));
    return IntStream.range(0, 200).mapToObj(_ -> faults.meet(PATCH).isPresent()).toList();
  }
}
