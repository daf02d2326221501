package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.InMemoryJournal.Failure;

class InMemoryJournalTest extends JournalContract {

  private static final RunId RUN = new RunId("r");
  private static final List<RunEvent> START = List.of(Fixtures.started(Fixtures.NOW, "api"));
  private static final List<RunEvent> MORE = List.of(Fixtures.intended("api", 1));

  @Override
  protected Journal open() {
    return new InMemoryJournal();
  }

  @Override
  protected void tamper(Journal journal, RunId run, UnaryOperator<List<Entry>> how) {
    ((InMemoryJournal) journal).tamper(run, how);
  }

  @Test
  void it_conflicts_when_told_to() {
    InMemoryJournal journal = new InMemoryJournal();
    journal.fail(new Failure.Conflicting());

    assertThat(journal.append(RUN, 0, START)).isEqualTo(new Appending.Conflict(1));
  }

  @Test
  void it_is_unwritable_until_told_otherwise() {
    InMemoryJournal journal = new InMemoryJournal();
    journal.fail(new Failure.Unwritable());
    assertThat(journal.append(RUN, 0, START)).isInstanceOf(Appending.Unwritable.class);

    journal.fail(new Failure.None());
    assertThat(count(journal.append(RUN, 0, START))).isEqualTo(1);
  }

  @Test
  void it_crashes_before_the_write_after_so_many_appends() {
    InMemoryJournal journal = new InMemoryJournal();
    journal.fail(new Failure.Crash(1, false));
    journal.append(RUN, 0, START);

    assertThatThrownBy(() -> journal.append(RUN, 1, MORE))
        .isInstanceOf(InMemoryJournal.Crashed.class);

    assertThat(given(journal.read(RUN))).hasSize(1);
  }

  @Test
  void it_crashes_after_the_write_when_told_so() {
    InMemoryJournal journal = new InMemoryJournal();
    journal.fail(new Failure.Crash(1, true));
    journal.append(RUN, 0, START);

    assertThatThrownBy(() -> journal.append(RUN, 1, MORE))
        .isInstanceOf(InMemoryJournal.Crashed.class);

    assertThat(given(journal.read(RUN))).hasSize(2);
  }
}
