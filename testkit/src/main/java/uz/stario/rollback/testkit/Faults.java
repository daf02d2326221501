package uz.stario.rollback.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import uz.stario.rollback.run.EffectOutcome;

/** Spoils calls that change something. */
@FunctionalInterface
public interface Faults {

  Faults NONE = (_, effect) -> effect.get();

  /**
   * @param call for people: {@code rollBack deployment/api}
   */
  EffectOutcome around(String call, Supplier<EffectOutcome> effect);

  /** What can go wrong with a call. */
  enum Kind {
    NONE,
    /** It is done, and the answer is lost. */
    ANSWER_LOST,
    /** It is not done, and nobody can tell. */
    REQUEST_LOST,
    NOT_YET,
    REFUSED,
    /** A bug in the adapter, after the change. */
    THROWS
  }

  /** These in turn, then none. */
  static Faults script(Kind... kinds) {
    Deque<Kind> left = new ArrayDeque<>(List.of(kinds));
    return (_, effect) -> spoil(left.isEmpty() ? Kind.NONE : left.remove(), effect);
  }

  /** Any of them, in so many percent of calls; a refusal is rarer. */
  static Faults random(long seed, int percent) {
    SplittableRandom random = new SplittableRandom(seed);
    Kind[] kinds = {
      Kind.ANSWER_LOST, Kind.ANSWER_LOST, Kind.REQUEST_LOST, Kind.REQUEST_LOST,
      Kind.NOT_YET, Kind.NOT_YET, Kind.THROWS, Kind.REFUSED
    };
    return (_, effect) ->
        spoil(
            random.nextInt(100) < percent ? kinds[random.nextInt(kinds.length)] : Kind.NONE,
            effect);
  }

  private static EffectOutcome spoil(Kind kind, Supplier<EffectOutcome> effect) {
    return switch (kind) {
      case NONE -> effect.get();
      case ANSWER_LOST -> new EffectOutcome.Unknown("lost after: " + effect.get().detail());
      case REQUEST_LOST -> new EffectOutcome.Unknown("the connection was reset");
      case NOT_YET -> new EffectOutcome.NotYet("too many requests", false);
      case REFUSED -> new EffectOutcome.Refused("a webhook said no");
      case THROWS -> throw new IllegalStateException("a bug after: " + effect.get().detail());
    };
  }
}
