package uz.stario.rollback.assess;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uz.stario.rollback.assess.Assessment.Decision;
import uz.stario.rollback.assess.Symptom.Kind;
import uz.stario.rollback.assess.Symptom.State;
import uz.stario.rollback.verify.PodState;

/**
 * The rows of the playbook's rollback decision matrix that can be measured: server errors, latency
 * against a baseline, and, beyond the matrix, a release that does not become ready. Pure.
 *
 * @param errorRate the share of failed requests, of one, above which it is critical
 * @param latencyFactor how many times the baseline's P95 is high
 * @param leastRequests with fewer requests the evidence is insufficient
 */
public record Matrix(double errorRate, double latencyFactor, long leastRequests) {

  /** A restart may have any cause; a second one within a rollout is a loop. */
  private static final int RESTARTS_OF_A_LOOP = 2;

  /** The kubelet's word for an image that it could not pull twice at least. */
  private static final String BACK_OFF = "ImagePullBackOff";

  /** The playbook's: errors over 10 %, P95 over twice the baseline, of 50 requests at least. */
  public static Matrix ofThePlaybook() {
    return new Matrix(0.10, 2, 50);
  }

  /** Above this P95 a baseline's latency has changed for the worse; empty without a baseline. */
  public Optional<Duration> latencyLimit(Measurement baseline) {
    return baseline.requests() < leastRequests
        ? Optional.empty()
        : baseline.p95().map(p95 -> Duration.ofNanos((long) (p95.toNanos() * latencyFactor)));
  }

  /**
   * Holds the measured against the matrix.
   *
   * @param baseline before the release
   * @param now since the release
   */
  public Assessment assess(Measurement baseline, Measurement now, RolloutState rollout) {
    return new Assessment(
        List.of(
            blamed(errors(now), rollout),
            blamed(latency(baseline, now), rollout),
            readiness(rollout)));
  }

  /** While no new pod serves and all old ones do, the release can't be what people suffer from. */
  private static Symptom blamed(Symptom symptom, RolloutState rollout) {
    boolean served = rollout.ready() > 0 || rollout.stillServing() < rollout.wanted();
    return served || symptom.state() != State.THERE
        ? symptom
        : new Symptom(
            symptom.kind(),
            symptom.row(),
            State.UNKNOWN,
            symptom.decision(),
            symptom.evidence() + ", but no new pod serves");
  }

  private Symptom errors(Measurement now) {
    String row = String.format(Locale.ROOT, "5xx errors > %.0f %%", errorRate * 100);
    return now.errorRate()
        .filter(_ -> now.requests() >= leastRequests)
        .map(rate ->
            new Symptom(
                Kind.ERRORS,
                row,
                rate > errorRate ? State.THERE : State.ABSENT,
                Decision.ROLL_BACK_NOW,
                String.format(
                    Locale.ROOT,
                    "%.1f %% (%d of %d requests)",
                    rate * 100,
                    now.failures(),
                    now.requests())))
        .orElseGet(() -> tooFew(Kind.ERRORS, row, Decision.ROLL_BACK_NOW, now));
  }

  private Symptom latency(Measurement baseline, Measurement now) {
    String row = String.format(Locale.ROOT, "P95 latency > %.0f × baseline", latencyFactor);
    Optional<Duration> limit = latencyLimit(baseline);
    if (limit.isEmpty()) {
      return tooFew(Kind.LATENCY, row, Decision.ROLL_BACK_SOON, baseline);
    }
    if (now.requests() < leastRequests || now.p95().isEmpty()) {
      return tooFew(Kind.LATENCY, row, Decision.ROLL_BACK_SOON, now);
    }
    Duration before = baseline.p95().orElseThrow();
    Duration p95 = now.p95().get();
    String evidence =
        String.format(
            Locale.ROOT,
            "%d ms, %.1f × the %d ms before it",
            p95.toMillis(),
            (double) p95.toNanos() / before.toNanos(),
            before.toMillis());
    State state = p95.compareTo(limit.get()) > 0 ? State.THERE : State.ABSENT;
    return new Symptom(Kind.LATENCY, row, state, Decision.ROLL_BACK_SOON, evidence);
  }

  private Symptom tooFew(Kind kind, String row, Decision decision, Measurement measured) {
    return new Symptom(
        kind,
        row,
        State.UNKNOWN,
        decision,
        measured.requests() + " requests; " + leastRequests + " are needed to tell");
  }

  /** Not a row of the matrix: such a release gets no traffic, so that no rate can speak of it. */
  private Symptom readiness(RolloutState rollout) {
    String row = "release never ready";
    String counted = rollout.ready() + " of " + rollout.wanted() + " new pods ready";
    if (rollout.pods().isEmpty()) {
      return new Symptom(
          Kind.READINESS, row, State.UNKNOWN, Decision.ROLL_BACK_SOON, "no new pod is seen yet");
    }
    if (rollout.ready() >= rollout.wanted()) {
      return new Symptom(Kind.READINESS, row, State.ABSENT, Decision.ROLL_BACK_SOON, counted);
    }
    Optional<PodState> hopeless = rollout.pods().stream().filter(Matrix::hopeless).findFirst();
    if (hopeless.isPresent() || rollout.deadlineExceeded()) {
      Decision decision =
          rollout.stillServing() == 0 ? Decision.ROLL_BACK_NOW : Decision.ROLL_BACK_SOON;
      return new Symptom(
          Kind.READINESS,
          row,
          State.THERE,
          decision,
          counted
              + hopeless.map(pod -> ": " + trouble(pod)).orElse(", progress deadline exceeded"));
    }
    return new Symptom(
        Kind.READINESS, row, State.UNKNOWN, Decision.ROLL_BACK_SOON, counted + " so far");
  }

  /** The kubelet has tried again and again, and waits ever longer between. */
  private static boolean hopeless(PodState pod) {
    return !pod.ready()
        && (pod.restarts() >= RESTARTS_OF_A_LOOP || pod.reason().startsWith(BACK_OFF));
  }

  private static String trouble(PodState pod) {
    if (pod.reason().startsWith(BACK_OFF)) {
      return BACK_OFF;
    }
    boolean told = pod.restarts() == 0 || pod.reason().contains("restart");
    return pod.reason() + (told ? "" : ", " + pod.restarts() + " restarts");
  }
}
