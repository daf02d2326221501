package uz.stario.rollback.app.options;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/**
 * Questions that are asked side by side while something else is done, and whose answers are waited
 * for until a limit that holds for all of them. Not thread-safe.
 */
final class Questions<T> {

  /** For what the limit of a question does not bound: a secret's file that never ends. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String about;
  private final Duration limit;
  private final BiFunction<String, String, Problem> unanswered;
  private final Map<String, FutureTask<Answer<T>>> asked = new TreeMap<>();
  private final long began = System.nanoTime();

  /**
   * @param about what is asked about, for the names of threads
   * @param limit of one question
   * @param unanswered the problem of a name that has no answer, and why
   */
  Questions(String about, Duration limit, BiFunction<String, String, Problem> unanswered) {
    this.about = about;
    this.limit = limit.plus(GRACE);
    this.unanswered = unanswered;
  }

  /** Begins to ask. */
  void ask(String name, Supplier<Answer<T>> question) {
    FutureTask<Answer<T>> task = new FutureTask<>(question::get);
    asked.put(name, task);
    // Not awaited at the end of the program, whatever it hangs at.
    Thread.ofPlatform().daemon().name(about + "-" + name).start(task);
  }

  /** What was answered, by name; waits until the limit at most. */
  Map<String, Answer<T>> answers() {
    Map<String, Answer<T>> answers = new TreeMap<>();
    asked.forEach((name, task) -> answers.put(name, answer(name, task)));
    return answers;
  }

  private Answer<T> answer(String name, FutureTask<Answer<T>> task) {
    long left = limit.toNanos() - (System.nanoTime() - began);
    try {
      return task.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Answer.refused(unanswered.apply(name, "It did not answer in time."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.refused(unanswered.apply(name, "The question was interrupted."));
    } catch (ExecutionException e) {
      // A bug of ours, which must not keep anybody from rolling back: it only informs.
      return Answer.refused(unanswered.apply(name, "Asking failed: " + e.getCause() + "."));
    }
  }
}
