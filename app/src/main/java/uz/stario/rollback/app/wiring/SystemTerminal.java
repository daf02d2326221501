package uz.stario.rollback.app.wiring;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.redact.Redactor;

/** The terminal that the program was started in, if it was. */
public final class SystemTerminal implements Terminal {

  private final Optional<Console> console;
  private final Map<String, String> environment;
  private final Redactor redactor;
  private final boolean colour;
  private volatile @Nullable ScreenSize size;

  /**
   * @param environment for {@code NO_COLOR}, {@code TERM}, {@code COLUMNS} and {@code LINES}
   * @param redactor for what is asked
   * @see <a href="https://no-color.org">no-color.org</a>
   */
  public SystemTerminal(Map<String, String> environment, Redactor redactor) {
    this.console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    this.environment = environment;
    this.redactor = redactor;
    this.colour =
        console.isPresent()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  @Override
  public boolean interactive() {
    return console.isPresent();
  }

  @Override
  public int width() {
    return size().columns();
  }

  @Override
  public int height() {
    return size().lines();
  }

  @Override
  public void resized() {
    size = null;
  }

  // Asked for once and late: it costs a process, which a short command does without.
  private ScreenSize size() {
    ScreenSize known = size;
    if (known == null) {
      known = interactive() ? ScreenSize.of(environment) : ScreenSize.USUAL;
      size = known;
    }
    return known;
  }

  @Override
  public boolean colour() {
    return colour;
  }

  @Override
  public Optional<String> ask(String question) {
    return console.flatMap(c -> Optional.ofNullable(c.readLine("%s", redactor.text(question))));
  }
}
