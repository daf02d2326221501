package uz.stario.rollback.port;

import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.verify.CheckResult;

/** Asks an HTTP endpoint once. Thread-safe; never throws for what a server may do. */
@FunctionalInterface
public interface HttpProbe {

  /**
   * @param check with its address complete
   * @return unknown where no answer came that says anything about the service
   */
  CheckResult probe(HealthCheck check);
}
