package uz.stario.rollback.check;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import uz.stario.rollback.announce.Measured;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Check;

/**
 * What checks of a plan measured before the change and after it, as far as messages tell of it. It
 * is this process's only: who takes a run up later asks anew what was measured before. Thread-safe.
 */
public final class Measurements {

  /** Nobody wants to know. */
  public static final Measurements NONE = new Measurements(Optional.empty(), Optional.empty());

  private static final double NANOS = 1e9;

  /** No latency is longer: a day. */
  private static final double LONGEST_SECONDS = 86_400;

  private final Optional<Check> errorRate;
  private final Optional<Check> p95;
  private final Map<Check, Double> before = new ConcurrentHashMap<>();
  private final Map<Check, Double> after = new ConcurrentHashMap<>();

  private Measurements(Optional<Check> errorRate, Optional<Check> p95) {
    this.errorRate = errorRate;
    this.p95 = p95;
  }

  /**
   * Those of the platform's checks in a plan.
   *
   * @param figures which they are, by name
   */
  public static Measurements of(Plan plan, Channel.Figures figures) {
    return new Measurements(
        figures.errorRate().flatMap(name -> named(plan, name)),
        figures.p95().flatMap(name -> named(plan, name)));
  }

  private static Optional<Check> named(Plan plan, String name) {
    return plan.steps().stream()
        .filter(step -> step.service().isEmpty())
        .map(step -> step.action() instanceof Action.RunCheck run ? run.check() : null)
        .filter(check -> check != null && check.name().equals(name))
        .map(Check.class::cast)
        .findFirst();
  }

  /** Whether anybody wants to know its value. */
  boolean wants(Check check) {
    return errorRate.filter(check::equals).isPresent() || p95.filter(check::equals).isPresent();
  }

  void before(Check check, double value) {
    before.put(check, value);
  }

  /** The last one counts. */
  void after(Check check, double value) {
    after.put(check, value);
  }

  /** What was measured while the bad release was live. */
  public Measured during() {
    return of(before);
  }

  /** What was measured once it was gone. */
  public Measured after() {
    return of(after);
  }

  private Measured of(Map<Check, Double> values) {
    return new Measured(
        errorRate.flatMap(check -> Optional.ofNullable(values.get(check))),
        p95.flatMap(check -> Optional.ofNullable(values.get(check)))
            .filter(seconds -> seconds >= 0 && seconds <= LONGEST_SECONDS)
            .map(seconds -> Duration.ofNanos((long) (seconds * NANOS))));
  }
}
