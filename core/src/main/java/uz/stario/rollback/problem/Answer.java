package uz.stario.rollback.problem;

import java.util.function.Function;

/**
 * What a port gives back when refusal is an expected answer: the value, or the problem. Exceptions
 * are left for bugs.
 */
public sealed interface Answer<T> {

  // Overridden and not switched over: a pattern switch is linked anew in every process, and each
  // command passes through here.

  record Given<T>(T value) implements Answer<T> {
    @Override
    public <R> Answer<R> map(Function<? super T, ? extends R> mapping) {
      return given(mapping.apply(value));
    }

    @Override
    public <R> Answer<R> then(Function<? super T, Answer<R>> next) {
      return next.apply(value);
    }
  }

  record Refused<T>(Problem problem) implements Answer<T> {
    @Override
    public <R> Answer<R> map(Function<? super T, ? extends R> mapping) {
      return refused(problem);
    }

    @Override
    public <R> Answer<R> then(Function<? super T, Answer<R>> next) {
      return refused(problem);
    }
  }

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /** The value mapped, or the same problem. */
  <R> Answer<R> map(Function<? super T, ? extends R> mapping);

  /** What follows on the value, or the same problem. */
  <R> Answer<R> then(Function<? super T, Answer<R>> next);
}
