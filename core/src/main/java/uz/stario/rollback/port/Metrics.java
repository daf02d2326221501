package uz.stario.rollback.port;

import java.time.Instant;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.problem.Answer;

/**
 * Asks where metrics are kept. Thread-safe; every query is one short attempt with a time limit of
 * its own and changes nothing; never throws for what a server may answer.
 */
public interface Metrics {

  /**
   * Evaluates an expression at one instant.
   *
   * <p>No series is an answer: an empty one. Values may be NaN or infinite. An expression whose
   * value is one number gives one sample without labels.
   *
   * @param promql of PromQL; one that gives ranges or text is refused
   */
  Answer<Samples> query(String promql, Instant at);
}
