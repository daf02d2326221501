package uz.stario.rollback.adapters.json;

import uz.stario.rollback.run.ApprovalNeed;

/** What a run needs before it begins, as JSON. */
final class Needs {

  private Needs() {}

  static Tree write(ApprovalNeed need) {
    return new Tree()
        .with("requester", need.requester())
        .with("until", need.until())
        .with("attested", need.attested())
        .with("breakGlass", need.breakGlass());
  }

  static ApprovalNeed read(Fields in) {
    return new ApprovalNeed(
        in.text("requester"), in.instant("until"), in.truth("attested"), in.truth("breakGlass"));
  }
}
