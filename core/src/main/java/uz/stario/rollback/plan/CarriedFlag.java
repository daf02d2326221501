package uz.stario.rollback.plan;

/**
 * An environment variable that keeps the value it has now, whatever the target revision said.
 *
 * <p>Plans go to files and journals, so the values here are for people, masked where they may be
 * secret. Whoever carries the flag over takes its entry from the template that runs, which the
 * plan's assumption names.
 *
 * @param restored the value the target revision would have brought back; empty when it had none
 * @param kept the value it has now
 */
public record CarriedFlag(String container, String name, String restored, String kept) {}
