package uz.stario.rollback.app.command;

import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/**
 * Carries a {@link Problem} from where a command meets it to the one place that tells it. Only the
 * program's commands throw it; below them refusals are values.
 */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.sentence(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** The value of an answer. */
  public static <T> T orThrow(Answer<T> answer) throws Refusal {
    // No switch: its patterns are linked anew in every process, and each command passes here.
    if (answer instanceof Answer.Refused<T>(Problem problem)) {
      throw new Refusal(problem);
    }
    return ((Answer.Given<T>) answer).value();
  }
}
