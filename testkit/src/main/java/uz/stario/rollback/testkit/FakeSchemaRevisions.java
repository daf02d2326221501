package uz.stario.rollback.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** Schemas of a test: databases know what it notes in them. Thread-safe. */
public final class FakeSchemaRevisions implements SchemaRevisions {

  private final Map<String, SortedSet<String>> noted = new HashMap<>();
  private Optional<Problem> trouble = Optional.empty();

  /** Notes revisions in the place of what a table held. */
  public synchronized FakeSchemaRevisions note(String table, String... revisions) {
    noted.put(table, new TreeSet<>(java.util.List.of(revisions)));
    return this;
  }

  /** Nobody answers from now on. */
  public synchronized FakeSchemaRevisions unreachable() {
    trouble =
        Optional.of(
            Problem.unchanged(
                ErrorCode.DATABASE_UNREADABLE,
                "Cannot read the schema's revision.",
                "The server can't be reached, or the connection broke.",
                "Look at the server, or correct its address."));
    return this;
  }

  @Override
  public synchronized Answer<SortedSet<String>> current(Database database) {
    return trouble
        .<Answer<SortedSet<String>>>map(Answer::refused)
        .orElseGet(() ->
            Answer.given(new TreeSet<>(noted.getOrDefault(database.table(), new TreeSet<>()))));
  }
}
