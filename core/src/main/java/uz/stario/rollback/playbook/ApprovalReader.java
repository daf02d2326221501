package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what an environment says of approvals. */
final class ApprovalReader {

  private static final Duration USUAL = Duration.ofHours(1);

  /** Nobody at a terminal waits longer. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final List<String> DANGERS =
      Stream.of(ApprovalRule.From.values())
          .map(from -> from.name().toLowerCase(Locale.ROOT))
          .toList();

  private ApprovalReader() {}

  static Optional<ApprovalRule> read(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.APPROVAL, mistakes);
    Optional<ApprovalRule.From> of = fields.read("of", ApprovalReader::danger);
    Duration within = fields.read("within", Durations.LONG.atMost(LONGEST)).orElse(USUAL);
    boolean attested = fields.read("attested", Values::truth).orElse(false);
    boolean breakGlass = fields.read("breakGlass", Values::truth).orElse(false);
    return of.map(danger -> new ApprovalRule(danger, within, attested, breakGlass));
  }

  private static Optional<ApprovalRule.From> danger(Located<Node> from, Mistakes mistakes) {
    return Values.oneOf(from, DANGERS, mistakes)
        .map(word -> ApprovalRule.From.valueOf(word.toUpperCase(Locale.ROOT)));
  }
}
