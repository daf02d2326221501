package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** What every {@link SchemaRevisions} does. */
public abstract class SchemaRevisionsContract {

  /**
   * One of a database in which revisions are noted.
   *
   * @param table in which; it may be there with other ones
   */
  protected abstract SchemaRevisions noting(String table, String... revisions) throws Exception;

  /** One that nobody answers for. */
  protected abstract SchemaRevisions unreachable();

  /** A database of the playbook. */
  protected static Database database(String table) {
    return new Database("main", new SecretSource.FromEnvironment("SHOP_DATABASE_URL"), table);
  }

  @Test
  void the_revision_at_which_a_schema_stands_is_told() throws Exception {
    assertThat(given(noting("alembic_version", "abc123").current(database("alembic_version"))))
        .containsExactly("abc123");
  }

  @Test
  void every_head_is_told_where_branches_were_not_merged() throws Exception {
    assertThat(
            given(
                noting("alembic_version", "9c68f1a3e705", "7a51e3f86b9c")
                    .current(database("alembic_version"))))
        .containsExactly("7a51e3f86b9c", "9c68f1a3e705");
  }

  @Test
  void a_table_of_another_name_in_a_schema_is_found() throws Exception {
    SchemaRevisions revisions = noting("Stock.versions", "b1");

    assertThat(given(revisions.current(database("Stock.versions")))).containsExactly("b1");
  }

  @Test
  void what_was_noted_since_is_told_the_next_time() throws Exception {
    SchemaRevisions revisions = noting("alembic_version", "abc123");
    assertThat(given(revisions.current(database("alembic_version")))).containsExactly("abc123");

    noting("alembic_version", "e4b92f60a8d5");

    assertThat(given(revisions.current(database("alembic_version"))))
        .containsExactly("e4b92f60a8d5");
  }

  @Test
  void where_nothing_is_noted_there_is_no_revision() throws Exception {
    assertThat(given(noting("alembic_version").current(database("alembic_version")))).isEmpty();
    assertThat(given(noting("alembic_version").current(database("no_such_table")))).isEmpty();
    assertThat(given(noting("alembic_version").current(database("no_such_schema.versions"))))
        .isEmpty();
  }

  @Test
  void a_server_that_does_not_answer_is_a_problem_and_no_empty_set() {
    Problem problem = problem(unreachable().current(database("alembic_version")));

    assertThat(problem.code()).isEqualTo(ErrorCode.DATABASE_UNREADABLE);
    assertThat(problem.why()).contains("can't be reached");
  }

  protected static SortedSet<String> given(Answer<SortedSet<String>> answer) {
    return switch (answer) {
      case Answer.Given<SortedSet<String>>(SortedSet<String> revisions) -> revisions;
      case Answer.Refused<SortedSet<String>>(Problem problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  protected static Problem problem(Answer<SortedSet<String>> answer) {
    return switch (answer) {
      case Answer.Given<SortedSet<String>> given -> throw new AssertionError(given);
      case Answer.Refused<SortedSet<String>>(Problem problem) -> problem;
    };
  }
}
