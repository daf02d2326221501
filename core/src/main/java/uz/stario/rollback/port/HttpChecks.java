package uz.stario.rollback.port;

import java.util.Optional;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.verify.Checked;

/**
 * Makes the requests of HTTP checks, once, and cleans up behind them. Thread-safe; never throws for
 * what a server may do.
 */
@FunctionalInterface
public interface HttpChecks {

  /**
   * @param base the address of the environment; empty where it has none
   * @return failed where the service itself says so, unknown where nothing says anything about it;
   *     what was left behind is among what was seen
   */
  Checked run(HttpCheck check, Optional<String> base);
}
