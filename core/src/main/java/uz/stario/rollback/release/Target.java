package uz.stario.rollback.release;

/**
 * The revision that a rollback goes to, and why.
 *
 * @param reason one line for people
 * @param alreadySo whether the workload runs it already
 */
public record Target(Revision revision, Health health, String reason, boolean alreadySo) {}
