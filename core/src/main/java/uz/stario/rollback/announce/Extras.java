package uz.stario.rollback.announce;

import java.util.Optional;

/**
 * What a run does not know of itself; whatever is empty is left visibly open in the messages.
 *
 * @param impact what people notice, as somebody said or the cluster tells
 * @param postMortem when it is
 * @param fix where the mending of what was taken back can be followed
 * @param during what was measured while the bad release was live
 * @param after what was measured once it was gone
 */
public record Extras(
    Optional<String> impact,
    Optional<String> postMortem,
    Optional<String> fix,
    Measured during,
    Measured after) {

  /** Nothing of it is known. */
  public static final Extras NONE = said(Optional.empty(), Optional.empty(), Optional.empty());

  /** What a person has said. */
  public static Extras said(
      Optional<String> impact, Optional<String> postMortem, Optional<String> fix) {
    return new Extras(impact, postMortem, fix, Measured.NOTHING, Measured.NOTHING);
  }

  /** The same with what the cluster tells, where nobody has said what people notice. */
  public Extras seeing(Optional<String> evidence) {
    return new Extras(impact.or(() -> evidence), postMortem, fix, during, after);
  }

  /** The same with what was measured. */
  public Extras with(Measured during, Measured after) {
    return new Extras(impact, postMortem, fix, during, after);
  }
}
