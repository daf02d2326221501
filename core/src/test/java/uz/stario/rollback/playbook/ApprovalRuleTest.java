package uz.stario.rollback.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ApprovalRule.From;

class ApprovalRuleTest {

  @Test
  void of_two_rules_the_stricter_holds_in_each_respect() {
    var one = new ApprovalRule(From.DESTRUCTIVE, Duration.ofMinutes(5), true, false);
    var other = new ApprovalRule(From.DISRUPTIVE, Duration.ofHours(1), false, true);
    var both = new ApprovalRule(From.DISRUPTIVE, Duration.ofMinutes(5), false, false);

    assertThat(one.and(other)).isEqualTo(both);
    assertThat(other.and(one)).isEqualTo(both);
    assertThat(one.and(one)).isEqualTo(one);
  }
}
