package uz.stario.rollback.app.wiring;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How large the terminal is: as {@code COLUMNS} and {@code LINES} say, which shells seldom export,
 * else as {@code stty} reports it.
 */
record ScreenSize(int columns, int lines) {

  static final ScreenSize USUAL = new ScreenSize(80, 24);

  /** A hung terminal must not hold a rollback up. */
  private static final long PATIENCE_MILLIS = 300;

  static ScreenSize of(Map<String, String> environment) {
    ScreenSize told =
        new ScreenSize(
            number(environment.getOrDefault("COLUMNS", "")),
            number(environment.getOrDefault("LINES", "")));
    if (told.columns > 0 && told.lines > 0) {
      return told;
    }
    ScreenSize asked = ask();
    return new ScreenSize(
        told.columns > 0 ? told.columns : asked.columns, told.lines > 0 ? told.lines : asked.lines);
  }

  private static ScreenSize ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return USUAL;
      }
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      String[] words = answer.split(" ", -1);
      int columns = words.length == 2 ? number(words[1]) : 0;
      int lines = words.length == 2 ? number(words[0]) : 0;
      return columns > 0 && lines > 0 ? new ScreenSize(columns, lines) : USUAL;
    } catch (IOException e) {
      return USUAL; // no stty here, or no terminal after all
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  private static int number(String text) {
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
  }
}
