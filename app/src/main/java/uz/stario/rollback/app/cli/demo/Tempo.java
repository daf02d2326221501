package uz.stario.rollback.app.cli.demo;

import java.time.Duration;

/**
 * How fast the demo goes.
 *
 * @param perSecond requests a second
 * @param column how long each measured window is: one column of the chart
 * @param baseline columns that are measured before the release
 * @param judged columns that an assessment covers, where there are as many
 * @param certain columns in a row that a decision has to stand where there is time to look twice
 */
record Tempo(double perSecond, Duration column, int baseline, int judged, int certain) {

  /** Columns after the start that are not measured: the JVM is still warming up. */
  static final int WARM_UP = 3;

  /** To be watched: half a second a column, three seconds judged. */
  static Tempo usual() {
    return new Tempo(60, Duration.ofMillis(500), 8, 6, 3);
  }
}
