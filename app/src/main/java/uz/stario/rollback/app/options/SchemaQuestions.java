package uz.stario.rollback.app.options;

import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** Asks the databases of a scope for their schemas while the cluster is looked at. */
final class SchemaQuestions {

  /** For what the limit of a question does not bound: a secret's file that never ends. */
  private static final Duration LONGEST = SchemaRevisions.LIMIT.plusSeconds(1);

  private final Map<String, FutureTask<Answer<SortedSet<String>>>> asked = new TreeMap<>();
  private final long began = System.nanoTime();

  private SchemaQuestions() {}

  /**
   * Begins to ask, each database once.
   *
   * @param revisions opened where there is something to ask
   */
  static SchemaQuestions ask(Scope scope, Supplier<SchemaRevisions> revisions) {
    var questions = new SchemaQuestions();
    scope.services().stream()
        .flatMap(service -> service.schema().stream())
        .flatMap(need -> scope.environment().database(need.database()).stream())
        .distinct()
        .forEach(database -> questions.ask(database, revisions));
    return questions;
  }

  private void ask(Database database, Supplier<SchemaRevisions> revisions) {
    FutureTask<Answer<SortedSet<String>>> task =
        new FutureTask<>(() -> revisions.get().current(database));
    asked.put(database.name(), task);
    // Not awaited at the end of the program, whatever it hangs at.
    Thread.ofPlatform().daemon().name("schema-" + database.name()).start(task);
  }

  /** What they said, by the name of the database; waits until the limit at most. */
  Map<String, Answer<SortedSet<String>>> answers() {
    Map<String, Answer<SortedSet<String>>> answers = new TreeMap<>();
    asked.forEach((name, task) -> answers.put(name, answer(name, task)));
    return answers;
  }

  private Answer<SortedSet<String>> answer(
      String name, FutureTask<Answer<SortedSet<String>>> task) {
    long left = LONGEST.toNanos() - (System.nanoTime() - began);
    try {
      return task.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Answer.refused(silent(name, "It did not answer in time."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.refused(silent(name, "The question was interrupted."));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Problem silent(String name, String why) {
    return Problem.unchanged(
        ErrorCode.DATABASE_UNREADABLE,
        "Cannot read the schema's revision of database " + name + ".",
        why,
        "Look at the server, or correct its address.");
  }
}
