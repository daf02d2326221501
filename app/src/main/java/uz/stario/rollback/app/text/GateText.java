package uz.stario.rollback.app.text;

import uz.stario.rollback.plan.Gate;

/** An item of the checklist, in words. */
final class GateText {

  private GateText() {}

  static String mark(Gate gate, Paint paint) {
    return switch (gate.state()) {
      case Gate.State.Evident _, Gate.State.Attested _ -> paint.good("✓");
      case Gate.State.Waived _ -> paint.caution("–");
      case Gate.State.Deferred _, Gate.State.Open _ -> paint.caution("?");
    };
  }

  static String of(Gate gate) {
    String key = gate.item().key() + ": ";
    String words = gate.item().words();
    return switch (gate.state()) {
      case Gate.State.Evident(String detail) -> key + detail;
      case Gate.State.Attested(String by, String detail) ->
          key + words + ", says " + by + ": " + detail;
      case Gate.State.Waived(String by, String detail) -> key + "waived by " + by + ": " + detail;
      case Gate.State.Deferred(String detail) -> key + "not answered; " + detail;
      case Gate.State.Open(String detail) -> key + detail;
    };
  }
}
