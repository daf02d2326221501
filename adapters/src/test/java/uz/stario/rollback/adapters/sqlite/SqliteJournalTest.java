package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.testkit.JournalContract;

class SqliteJournalTest extends JournalContract {

  @TempDir Path folder = Path.of("");

  @Override
  protected Journal open() {
    return new SqliteJournal(folder.resolve("state/journal.db"));
  }
}
