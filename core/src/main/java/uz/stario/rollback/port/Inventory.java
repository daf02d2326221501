package uz.stario.rollback.port;

import java.util.SortedSet;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What exactly one environment runs: images by digest, configuration by fingerprint.
 *
 * <p>No value of a ConfigMap or Secret ever leaves an implementation. Thread-safe; every call is
 * one short attempt, and none throws for what a target may answer.
 */
public interface Inventory {

  /**
   * The images that the pods of a workload's present revision run, those of its own containers
   * only.
   *
   * @return references as the template has them, with the digest where the nodes tell it; several
   *     of one where pods run different images under one tag
   */
  Answer<SortedSet<String>> images(WorkloadRef workload);

  /**
   * The fingerprint of a ConfigMap's or Secret's data.
   *
   * @param reference {@code configmap/app} or {@code secret/jwt}, as templates are read
   * @param key as {@link Ledger#fingerprintKey} gives it
   * @return refused where it can't be read or there is none
   * @see uz.stario.rollback.release.Fingerprint
   */
  Answer<String> fingerprint(String reference, byte[] key);
}
