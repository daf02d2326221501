package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.adapters.journal.Tampering;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.JournalContract;

class SqliteJournalTest extends JournalContract {

  @TempDir Path folder = Path.of("");

  @Override
  protected Journal open() {
    return new SqliteJournal(folder.resolve("state/journal.db"));
  }

  @Override
  protected void tamper(Journal journal, RunId run, UnaryOperator<List<Entry>> how)
      throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/journal.db"))) {
      Tampering.with(connection, run, how);
    }
  }
}
