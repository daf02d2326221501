package uz.stario.rollback.announce;

import java.util.Optional;
import uz.stario.rollback.assess.Measurement;

/**
 * What a run does not know of itself; whatever is empty is left visibly open in the messages.
 *
 * @param impact what people notice
 * @param postMortem when it is
 * @param fix where the mending of what was taken back can be followed
 * @param during what was measured while the bad release was live
 * @param after what was measured once it was gone
 */
public record Extras(
    Optional<String> impact,
    Optional<String> postMortem,
    Optional<String> fix,
    Optional<Measurement> during,
    Optional<Measurement> after) {

  /** Nothing of it is known. */
  public static final Extras NONE =
      new Extras(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** What a person has said. */
  public static Extras said(
      Optional<String> impact, Optional<String> postMortem, Optional<String> fix) {
    return new Extras(impact, postMortem, fix, Optional.empty(), Optional.empty());
  }
}
