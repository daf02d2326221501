package uz.stario.rollback.app.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import uz.stario.rollback.app.wiring.Terminal;
import uz.stario.rollback.app.wiring.Wiring;

/**
 * What a command has around it.
 *
 * @param out results
 * @param err messages
 * @param terminal how people look at it and answer
 * @param environment the environment variables
 * @param workingFolder where relative paths start
 */
public record Invocation(
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Map<String, String> environment,
    Path workingFolder,
    InstantSource clock,
    Wiring wiring) {
  public Invocation {
    environment = Map.copyOf(environment);
  }
}
