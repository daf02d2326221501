package uz.stario.rollback.app.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.app.cli.demo.Screen.Cell;

/** Records what a screen shows while a program writes to it. */
final class Film {

  /** What is written within so short a time is seen as one. */
  private static final Duration AT_ONCE = Duration.ofMillis(80);

  /** So many new lines at once would scroll away unread. */
  private static final int GLANCE = 10;

  private final InstantSource clock;
  private final Screen screen;
  private final List<Frame> frames = new ArrayList<>();
  private Instant last;
  private int lines;

  /**
   * What is seen for a while.
   *
   * @param fresh how many lines had come since the frame before
   */
  record Frame(List<List<Cell>> lines, Duration lasts, int fresh) {}

  Film(Screen screen, InstantSource clock) {
    this.screen = screen;
    this.clock = clock;
    this.last = clock.instant();
  }

  /** Where the program writes to. */
  PrintStream stream() {
    return new PrintStream(
        new ByteArrayOutputStream() {
          @Override
          public synchronized void flush() {
            take(toString(StandardCharsets.UTF_8));
            reset();
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  private synchronized void take(String text) {
    Instant now = clock.instant();
    Duration lasted = Duration.between(last, now);
    if (lasted.compareTo(AT_ONCE) > 0) {
      shot(lasted);
      last = now;
    }
    for (String line : text.split("(?<=\n)", -1)) {
      screen.write(line);
      if (shown() - lines >= GLANCE) {
        shot(Duration.ZERO);
      }
    }
  }

  private int shown() {
    return screen.scrolled() + screen.cells().size();
  }

  private void shot(Duration lasted) {
    frames.add(new Frame(screen.cells(), lasted, shown() - lines));
    lines = shown();
  }

  /** All of it, the last frame as the screen is now. */
  synchronized List<Frame> end() {
    shot(Duration.ZERO);
    return List.copyOf(frames);
  }
}
