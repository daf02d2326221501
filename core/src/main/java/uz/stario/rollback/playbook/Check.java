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
        ExecCheck,
        ScriptCheck {

  /** As people call it. */
  String name();

  /** How long one attempt may take, all that belongs to it included. */
  Duration limit();
}
