package uz.stario.rollback.app.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the release that the demo takes back. */
enum Scenario {
  ERRORS,
  SLOW,
  CRASH,
  NEVER_READY,
  NO_IMAGE;

  /** What nobody in the story knows until the end. */
  String words() {
    return switch (this) {
      case ERRORS -> "12 % of its requests end in a 500";
      case SLOW -> "it takes twelve times as long for its work";
      case CRASH -> "it ends with an error soon after its start";
      case NEVER_READY -> "it runs, and never says that it is ready";
      case NO_IMAGE -> "nobody has pushed its image";
    };
  }

  /** As it is typed: {@code never-ready}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> titles() {
    return Stream.of(values()).map(Scenario::title).toList();
  }

  static Optional<Scenario> named(String title) {
    return Stream.of(values()).filter(scenario -> scenario.title().equals(title)).findFirst();
  }
}
