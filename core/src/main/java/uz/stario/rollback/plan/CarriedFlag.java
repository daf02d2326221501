package uz.stario.rollback.plan;

/**
 * An environment variable that keeps the value it has now, whatever the target revision said. The
 * values are for people and the record, so that one that may be secret is masked; the adapter takes
 * the entry itself from the workload.
 *
 * @param restored the value the target revision would have brought back; empty when it had none
 * @param kept the value it has now
 */
public record CarriedFlag(String container, String name, String restored, String kept) {}
