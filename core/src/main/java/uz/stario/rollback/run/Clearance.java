package uz.stario.rollback.run;

import java.time.Instant;

/**
 * That a run which needed an approval may begin.
 *
 * @param by who said so
 * @param kind on what grounds
 * @param reason why, where someone went on without an approval
 */
public record Clearance(Instant at, String by, Kind kind, String reason) {

  /** On what grounds. */
  public enum Kind {
    /** A second person approved, and the place of approvals vouches for the name. */
    APPROVED,
    /** A second person approved, under a name that nobody vouches for. */
    ATTESTED,
    /** Nobody approved. */
    BREAK_GLASS
  }

  /** For people. */
  public String words() {
    return switch (kind) {
      case APPROVED -> "approved by " + by;
      case ATTESTED -> "approved by " + by + " (attested: nobody vouches for the name)";
      case BREAK_GLASS -> "glass broken by " + by + ", without an approval: " + reason;
    };
  }
}
