package uz.stario.rollback.app.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.problem.ExitCode;

/** One command of the program. */
public interface Command {

  /** Its name, options and help; made anew on each call. */
  CommandSpec spec();

  /**
   * Does it.
   *
   * @throws Refusal where it can't, having told nobody yet
   */
  ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal;
}
