package uz.stario.rollback.plan;

/**
 * What a plan takes for granted about one workload; a run refuses when it no longer holds.
 *
 * @param uid the workload's identity
 * @param template fingerprint of the template it runs
 * @param target the target revision's id
 * @param targetTemplate fingerprint of the target revision's template
 */
public record Assumption(String uid, String template, String target, String targetTemplate) {}
