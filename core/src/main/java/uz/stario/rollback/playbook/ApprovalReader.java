package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what an environment says of approvals. */
final class ApprovalReader {

  private static final Duration USUAL = Duration.ofHours(1);

  /** Nobody at a terminal waits longer. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})([smh])");

  private static final List<String> DANGERS =
      Stream.of(ApprovalRule.From.values())
          .map(from -> from.name().toLowerCase(Locale.ROOT))
          .toList();

  private ApprovalReader() {}

  static Optional<ApprovalRule> read(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.APPROVAL, mistakes);
    Optional<ApprovalRule.From> of = fields.read("of", ApprovalReader::danger);
    Duration within = fields.read("within", ApprovalReader::within).orElse(USUAL);
    boolean attested = fields.read("attested", Values::truth).orElse(false);
    boolean breakGlass = fields.read("breakGlass", Values::truth).orElse(false);
    return of.map(danger -> new ApprovalRule(danger, within, attested, breakGlass));
  }

  private static Optional<ApprovalRule.From> danger(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isPresent() && !DANGERS.contains(text.get())) {
      String message = "must be one of " + String.join(", ", DANGERS);
      mistakes.add(from.path(), from.at(), message, text.get(), DANGERS);
      return Optional.empty();
    }
    return text.map(word -> ApprovalRule.From.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static Optional<Duration> within(Located<Node> from, Mistakes mistakes) {
    String words = "must be a duration with its unit, such as 90s, 15m or 2h";
    if (!(from.value() instanceof Node.Scalar scalar)
        || ScalarKind.of(scalar) == ScalarKind.EMPTY) {
      mistakes.add(from, words + ", but is " + Values.kind(from.value()));
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(scalar.text());
    if (!matcher.matches()) {
      mistakes.add(from, words);
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration within =
        switch (matcher.group(2)) {
          case "h" -> Duration.ofHours(amount);
          case "m" -> Duration.ofMinutes(amount);
          case String _ -> Duration.ofSeconds(amount);
        };
    if (within.compareTo(LONGEST) > 0) {
      mistakes.add(from, "must be at most 24h");
    }
    return Optional.of(within);
  }
}
