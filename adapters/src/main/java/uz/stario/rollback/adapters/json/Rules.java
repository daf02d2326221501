package uz.stario.rollback.adapters.json;

import uz.stario.rollback.playbook.ApprovalRule;

/** When a second person has to approve, as JSON. */
final class Rules {

  private Rules() {}

  static Tree write(ApprovalRule rule) {
    return new Tree()
        .with("of", Words.of(rule.of()))
        .with("within", rule.within())
        .with("attested", rule.attested())
        .with("breakGlass", rule.breakGlass());
  }

  static ApprovalRule read(Fields in) {
    return new ApprovalRule(
        in.known("of", Words::from),
        in.duration("within"),
        in.truth("attested"),
        in.truth("breakGlass"));
  }
}
