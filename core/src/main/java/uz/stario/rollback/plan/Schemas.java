package uz.stario.rollback.plan;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import uz.stario.rollback.problem.Answer;

/**
 * At which revisions the schemas of an environment's databases stand.
 *
 * @param present by the name of the database; one that is not there was not asked
 * @param skip the reason why a version is gone to that does not know its schema
 */
public record Schemas(Map<String, Answer<SortedSet<String>>> present, Optional<String> skip) {

  /** Nothing was asked. */
  public static final Schemas NONE = new Schemas(Map.of(), Optional.empty());

  public Schemas {
    present = Map.copyOf(present);
  }
}
