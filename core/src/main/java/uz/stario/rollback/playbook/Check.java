package uz.stario.rollback.playbook;

import java.time.Duration;

/**
 * A way to tell that a service is well, as a playbook declares it. {@code verify} judges what each
 * finds.
 */
public sealed interface Check
    permits HealthCheck,
        HttpCheck,
        MetricCheck,
        ScrapeCheck,
        LogCheck,
        PodCheck,
        GpuCheck,
        ExecCheck,
        ScriptCheck {

  /** As people call it. */
  String name();

  /** How long one attempt may take, all that belongs to it included. */
  Duration limit();

  /**
   * The same check with what it takes from an environment in place, so that it can be made without
   * the playbook. A loaded playbook has an address in every environment when a check needs it.
   *
   * @throws IllegalStateException if the check needs an address that the environment does not have
   */
  Check in(Environment environment);

  /** How much longer than one attempt it takes at least until the check can tell anything. */
  default Duration patience() {
    return Duration.ZERO;
  }
}
