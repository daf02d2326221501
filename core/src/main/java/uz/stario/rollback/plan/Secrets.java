package uz.stario.rollback.plan;

import java.util.List;
import java.util.Map;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * What is known of the Secrets that services have in common.
 *
 * @param sharers every workload that must take one of them, by service and as it is now
 * @param present fingerprints by the name of the Secret; one that is not there was not asked
 * @param releases what was recorded, the newest first
 */
public record Secrets(
    Map<String, Map<WorkloadRef, Answer<WorkloadState>>> sharers,
    Map<String, Answer<String>> present,
    List<Release> releases) {

  /** Nothing was asked. */
  public static final Secrets NONE = new Secrets(Map.of(), Map.of(), List.of());

  public Secrets {
    sharers = Map.copyOf(sharers);
    present = Map.copyOf(present);
    releases = List.copyOf(releases);
  }
}
