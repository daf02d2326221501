package uz.stario.rollback.port;

import java.time.Duration;
import java.util.Set;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.problem.Answer;

/**
 * Asks a process what it tells of itself at {@code /metrics}. Thread-safe; never throws for what a
 * server may answer.
 */
@FunctionalInterface
public interface Scrapes {

  /**
   * @param address with its scheme and path
   * @param series the names of those to keep, all where it is empty
   * @param limit for all of it
   */
  Answer<Scrape> scrape(String address, Set<String> series, Duration limit);
}
