package uz.stario.rollback.gpu;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One comparison of a requirement: {@code cuda>=12.2}. */
public sealed interface Condition {

  Truth holds(NodeVersions versions);

  /** What versions are compared by. */
  enum Comparison {
    EQUAL("=", order -> order == 0),
    NOT_EQUAL("!=", order -> order != 0),
    BELOW("<", order -> order < 0),
    AT_MOST("<=", order -> order <= 0),
    ABOVE(">", order -> order > 0),
    AT_LEAST(">=", order -> order >= 0);

    private final String sign;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final IntPredicate holds;

    Comparison(String sign, IntPredicate holds) {
      this.sign = sign;
      this.holds = holds;
    }

    private static Optional<Comparison> of(String sign) {
      return Stream.of(values()).filter(known -> known.sign.equals(sign)).findFirst();
    }
  }

  /** What has a version. */
  enum Property {
    CUDA,
    DRIVER,
    ARCH;

    private Optional<Version> of(NodeVersions versions) {
      return switch (this) {
        case CUDA -> versions.cuda();
        case DRIVER -> versions.driver();
        case ARCH -> versions.arch();
      };
    }
  }

  /** On a version. */
  record OnVersion(Property property, Comparison comparison, Version bound) implements Condition {
    @Override
    public Truth holds(NodeVersions versions) {
      return property
          .of(versions)
          .map(version -> Truth.of(comparison.holds.test(version.compareTo(bound))))
          .orElse(Truth.UNKNOWN);
    }
  }

  /** On the brand, as the driver calls it ({@code tesla}); no label of a node tells it. */
  record OnBrand(String brand) implements Condition {
    @Override
    public Truth holds(NodeVersions versions) {
      return Truth.UNKNOWN;
    }
  }

  /** A condition, or why it is none. */
  sealed interface Parsed {
    record Good(Condition condition) implements Parsed {}

    record Bad(String why) implements Parsed {}
  }

  Pattern FORM = Pattern.compile("([^<>=!]+)([<>=!]++)(.+)");

  static Parsed parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Bad("'" + text + "' is not of the form cuda>=12.2");
    }
    Optional<Comparison> comparison = Comparison.of(form.group(2));
    if (comparison.isEmpty()) {
      return new Parsed.Bad("'" + text + "' compares by none of = != < <= > >=");
    }
    String value = form.group(3);
    if (form.group(1).equalsIgnoreCase("brand")) {
      return switch (comparison.get()) {
        case EQUAL, NOT_EQUAL -> new Parsed.Good(new OnBrand(value));
        case BELOW, AT_MOST, ABOVE, AT_LEAST ->
            new Parsed.Bad("'" + text + "' compares a brand by more than = and !=");
      };
    }
    Optional<Property> property =
        Stream.of(Property.values())
            .filter(known -> known.name().equalsIgnoreCase(form.group(1)))
            .findFirst();
    if (property.isEmpty()) {
      return new Parsed.Bad("'" + text + "' is on none of cuda, driver, arch and brand");
    }
    return Version.parse(value)
        .<Parsed>map(
            bound -> new Parsed.Good(new OnVersion(property.get(), comparison.get(), bound)))
        .orElseGet(() -> new Parsed.Bad("'" + text + "' compares with no version"));
  }
}
