package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Path;
import java.util.List;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.Fixtures;

/** Appends as a process of its own until the other one has won a place or it is killed. */
final class OtherProcess {

  private OtherProcess() {}

  /**
   * @param arguments the file, the run, and how many appends to make
   */
  public static void main(String[] arguments) {
    int wanted = Integer.parseInt(arguments[2]);
    RunId run = new RunId(arguments[1]);
    SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]));
    long present = 1;
    int won = 0;
    while (won < wanted) {
      switch (journal.append(run, present, List.of(Fixtures.intended("other", won + 1)))) {
        case Appending.Appended(long events, String _) -> {
          present = events;
          won++;
        }
        case Appending.Conflict(long events) -> present = events;
        case Appending.Unwritable(var problem) -> throw new AssertionError(problem.sentence());
      }
    }
    // As a crash: nothing is closed.
    Runtime.getRuntime().halt(0);
  }
}
