package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** The journal of a machine, and what a killed process leaves in it. */
final class PastRuns {

  private final Machine machine;

  PastRuns(Machine machine) {
    this.machine = machine;
  }

  /** The name of the run that began last. */
  String newest() {
    try (var wiring = wiring()) {
      return given(given(wiring.journal()).runs(1)).getFirst().run().value();
    }
  }

  List<RunEvent> events(RunId run) {
    try (var wiring = wiring()) {
      return given(given(wiring.journal()).read(run));
    }
  }

  /**
   * A run whose process was gone after so many events: the beginning of the newest one, which was
   * carried out to its end.
   */
  void leave(RunId left, int events) {
    List<RunEvent> done = events(new RunId(newest()));
    try (var wiring = wiring()) {
      assertThat(given(wiring.journal()).append(left, 0, done.subList(0, events)))
          .isInstanceOf(Journal.Appending.Appended.class);
    }
  }

  /** Goes on with one that was left, as its process would have: with the end of that run. */
  void goOn(RunId left, RunId done, int from) {
    List<RunEvent> rest = events(done);
    try (var wiring = wiring()) {
      Journal journal = given(wiring.journal());
      long expected = given(journal.read(left)).size();
      assertThat(journal.append(left, expected, rest.subList(from, rest.size())))
          .isInstanceOf(Journal.Appending.Appended.class);
    }
  }

  /** As a process that was killed leaves it. */
  void markAsLeft(RunId run) {
    try (var wiring = wiring()) {
      wiring.marks().mark(run).close();
    }
  }

  private SystemWiring wiring() {
    return new SystemWiring(machine.environment(), Clock.systemUTC(), new Redactor());
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }
}
