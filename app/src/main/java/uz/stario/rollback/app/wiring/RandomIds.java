package uz.stario.rollback.app.wiring;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import uz.stario.rollback.port.Ids;
import uz.stario.rollback.run.RunId;

/** Names such as {@code 1122-k3f9w}: the day, then five letters that are easy to read out. */
public final class RandomIds implements Ids {

  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMdd").withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final RandomGenerator random;

  public RandomIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public RunId nextRun() {
    StringBuilder name = new StringBuilder(DAY.format(clock.instant())).append('-');
    for (int i = 0; i < 5; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new RunId(name.toString());
  }
}
