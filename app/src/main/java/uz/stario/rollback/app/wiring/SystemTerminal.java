package uz.stario.rollback.app.wiring;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** The terminal that the program was started in, if it was. */
public final class SystemTerminal implements Terminal {

  private static final int USUAL_WIDTH = 80;

  private final Optional<Console> console;
  private final int width;
  private final boolean colour;

  /**
   * @param environment for {@code NO_COLOR}, {@code TERM} and {@code COLUMNS}
   * @see <a href="https://no-color.org">no-color.org</a>
   */
  public SystemTerminal(Map<String, String> environment) {
    this.console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    this.width = width(environment.getOrDefault("COLUMNS", ""));
    this.colour =
        console.isPresent()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  @Override
  public boolean interactive() {
    return console.isPresent();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean colour() {
    return colour;
  }

  @Override
  public Optional<String> ask(String question) {
    return console.flatMap(c -> Optional.ofNullable(c.readLine("%s", question)));
  }
}
