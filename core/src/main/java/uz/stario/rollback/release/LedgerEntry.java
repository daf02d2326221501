package uz.stario.rollback.release;

import java.util.List;
import java.util.Optional;

/**
 * A release and all that was learned of it.
 *
 * @param judgements in the order in which they were recorded
 */
public record LedgerEntry(Release release, List<Judgement> judgements) {
  public LedgerEntry {
    judgements = List.copyOf(judgements);
  }

  /**
   * The judgement that holds: the newest, and of one instant the one recorded last. To mark a
   * vulnerable release healthy again is a person's decision under their name, so it holds too.
   */
  public Optional<Judgement> latest() {
    return judgements.stream().reduce((one, later) -> later.at().isBefore(one.at()) ? one : later);
  }

  public Health health() {
    return latest().map(Judgement::health).orElse(Health.UNKNOWN);
  }
}
