package uz.stario.platform.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import uz.stario.platform.version.Fault;
import uz.stario.platform.version.Release;

/**
 * What a bad release does to every request but those for its health and metrics. Safe for threads.
 */
final class Faults {

  /** Slow is slow also where the work itself takes no time. */
  private static final Duration LEAST_DELAY = Duration.ofMillis(40);

  private final Release release;
  private final BooleanSupplier voiceQuiz;
  private final IntConsumer leak;
  private final AtomicLong requests = new AtomicLong();

  Faults(Release release, BooleanSupplier voiceQuiz, IntConsumer leak) {
    this.release = release;
    this.voiceQuiz = voiceQuiz;
    this.leak = leak;
  }

  /** What the release does to one request; begins by leaking. */
  Effect next(String method, String template) {
    if (release.leakPerRequest() > 0) {
      leak.accept(release.leakPerRequest());
    }
    long n = requests.getAndIncrement();
    // Evenly spread and exact, so that a short look sees the share too.
    boolean fails = (n + 1) * release.errorPercent() / 100 > n * release.errorPercent() / 100;
    boolean quizFails =
        release.fault() instanceof Fault.QuizFails
            && method.equals("POST")
            && template.equals("/face-quiz")
            && voiceQuiz.getAsBoolean();
    return new Effect(fails || quizFails, n % 2 == 1 ? release.slowdown() : 1);
  }

  /**
   * @param slowdown how many times longer than its work the request takes
   */
  record Effect(boolean fails, int slowdown) {

    Duration delay(Duration work) {
      if (slowdown <= 1) {
        return Duration.ZERO;
      }
      Duration wanted = work.multipliedBy(slowdown - 1L);
      return wanted.compareTo(LEAST_DELAY) < 0 ? LEAST_DELAY : wanted;
    }
  }
}
