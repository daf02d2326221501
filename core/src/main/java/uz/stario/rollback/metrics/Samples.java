package uz.stario.rollback.metrics;

import java.util.List;

/**
 * What a query gave: a value for each series that it is about.
 *
 * @param warnings what the server says may be wrong with them, such as stores that did not answer
 */
public record Samples(List<Sample> samples, List<String> warnings) {
  public Samples {
    samples = List.copyOf(samples);
    warnings = List.copyOf(warnings);
  }
}
