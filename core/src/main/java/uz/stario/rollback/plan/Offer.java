package uz.stario.rollback.plan;

/**
 * An optional step that a plan does not hold, for whoever reads it to choose.
 *
 * @param why when it helps
 * @param command what adds it
 */
public record Offer(String service, String name, String why, String command) {}
