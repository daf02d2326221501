package uz.stario.rollback.problem;

import java.util.function.Function;

/**
 * What a port gives back when refusal is an expected answer: the value, or the problem. Exceptions
 * are left for bugs.
 */
public sealed interface Answer<T> {

  record Given<T>(T value) implements Answer<T> {}

  record Refused<T>(Problem problem) implements Answer<T> {}

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> refused(Problem problem) {
    return new Refused<>(problem);
  }

  /** The value mapped, or the same problem. */
  default <R> Answer<R> map(Function<? super T, ? extends R> mapping) {
    return switch (this) {
      case Given<T>(T value) -> given(mapping.apply(value));
      case Refused<T>(Problem problem) -> refused(problem);
    };
  }

  /** What follows on the value, or the same problem. */
  default <R> Answer<R> then(Function<? super T, Answer<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Refused<T>(Problem problem) -> refused(problem);
    };
  }
}
