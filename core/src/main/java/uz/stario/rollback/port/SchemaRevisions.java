package uz.stario.rollback.port;

import java.time.Duration;
import java.util.SortedSet;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.problem.Answer;

/**
 * Says at which revisions the schema of a database stands. Thread-safe; changes nothing; every
 * question is one short attempt within {@link #LIMIT}; never throws for what a server may answer.
 */
public interface SchemaRevisions {

  /** A server that is well answers in milliseconds, and the plan of an emergency waits for it. */
  Duration LIMIT = Duration.ofSeconds(2);

  /**
   * The revisions, of which there are several where branches were not merged; none where nobody has
   * noted any. A problem holds no password.
   */
  Answer<SortedSet<String>> current(Database database);
}
