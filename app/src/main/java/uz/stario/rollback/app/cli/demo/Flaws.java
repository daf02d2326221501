package uz.stario.rollback.app.cli.demo;

import uz.stario.rollback.sandbox.platform.Flaw;

/** What is wrong with the release of a scenario; apart, so that help need not know the sandbox. */
final class Flaws {

  private Flaws() {}

  static Flaw of(Scenario scenario) {
    return switch (scenario) {
      case ERRORS -> new Flaw.Errors(0.12);
      case SLOW -> new Flaw.Slow(12);
      case CRASH -> new Flaw.Crashes();
      case NEVER_READY -> new Flaw.NeverReady();
      case NO_IMAGE -> new Flaw.Missing();
    };
  }
}
