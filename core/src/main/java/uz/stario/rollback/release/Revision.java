package uz.stario.rollback.release;

import java.time.Instant;

/**
 * One state of a workload that can be gone back to.
 *
 * @param number counts up with every change of the template; going back gives the old state a new
 *     number
 * @param id what the target never reuses (the ReplicaSet's UID)
 * @param name the object that holds it (the ReplicaSet's name)
 * @param changeCause what the one who made it wrote; empty when nothing
 */
public record Revision(
    long number,
    String id,
    String name,
    Instant createdAt,
    Template template,
    String changeCause,
    Verdict verdict) {

  public String version() {
    return template.version();
  }

  /** {@code revision 4 (v1.2.3)}. */
  public String label() {
    return "revision " + number + " (" + version() + ")";
  }
}
