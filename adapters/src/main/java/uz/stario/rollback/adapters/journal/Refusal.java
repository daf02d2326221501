package uz.stario.rollback.adapters.journal;

import uz.stario.rollback.problem.Problem;

/** Carries a problem out of nested database work; never leaves an adapter. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.what(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
