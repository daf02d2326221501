package uz.stario.rollback.app.wiring;

import java.util.Optional;

/** The person at the other end, or a pipe. */
public interface Terminal {

  /** Whether a person looks on and can answer. */
  boolean interactive();

  /** Columns to write within. */
  int width();

  /** Lines that are seen at once. */
  int height();

  boolean colour();

  /** Its size has changed: {@link #width} and {@link #height} are to ask again. */
  void resized();

  /** Asks and waits for a line; empty when there is nobody to answer, or no more. */
  Optional<String> ask(String question);
}
