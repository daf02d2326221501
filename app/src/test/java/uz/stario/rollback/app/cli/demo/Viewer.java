package uz.stario.rollback.app.cli.demo;

import java.util.Optional;
import uz.stario.rollback.app.wiring.Terminal;

/** Somebody who looks on and never answers. */
record Viewer(int width, int height, boolean colour, boolean interactive) implements Terminal {

  @Override
  public void resized() {}

  @Override
  public Optional<String> ask(String question) {
    return Optional.empty();
  }
}
