package uz.stario.rollback.adapters.postgres;

import uz.stario.rollback.problem.Problem;

/** Carries a problem out of nested database work; never leaves the package. */
final class Refusal extends Exception {

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.what(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
