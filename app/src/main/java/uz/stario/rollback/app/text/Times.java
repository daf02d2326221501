package uz.stario.rollback.app.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Instants and durations as people read them. */
public final class Times {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private Times() {}

  public static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  public static String date(Instant instant) {
    return instant.equals(Instant.EPOCH) ? "" : DATE.format(instant);
  }

  /** {@code 0.8 s}, {@code 42 s}, {@code 3 min 5 s}. */
  public static String took(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 10_000) {
      return millis / 1000 + "." + millis % 1000 / 100 + " s";
    }
    long seconds = millis / 1000;
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
