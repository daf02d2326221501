package uz.stario.rollback.sandbox.pods;

import java.time.Duration;

/** What becomes of a container once it has started. */
public sealed interface Course {
  /** It becomes ready and stays so. */
  record Serves() implements Course {}

  /** It runs and never becomes ready. */
  record NeverReady() implements Course {}

  /**
   * It ends with an error, again and again.
   *
   * @param after how long it runs each time, before the time factor
   * @param exitCode what it ends with
   * @param serves whether it is ready until then
   */
  record Crashes(Duration after, int exitCode, boolean serves) implements Course {}
}
