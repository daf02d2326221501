package uz.stario.rollback.app.cli.demo;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.rollback.assess.Assessment;
import uz.stario.rollback.assess.Assessment.Decision;
import uz.stario.rollback.assess.Matrix;
import uz.stario.rollback.assess.Measurement;
import uz.stario.rollback.assess.RolloutState;
import uz.stario.rollback.assess.Symptom;
import uz.stario.rollback.assess.Symptom.Kind;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.PodState;

/**
 * Gathers the evidence on a release, column by column, until the matrix decides: people's requests
 * at the ingress, the counters of the pods, the pods as the cluster sees them.
 */
final class Investigation {

  /** What can be noticed; the first time of each is kept. */
  enum Sign {
    RUNS,
    ERRORS,
    SLOWNESS,
    TROUBLE
  }

  /** When something was noticed, and what. */
  record Noticed(Instant at, String what) {}

  /** Without escapes, which the words of a demo do not need. */
  private static final Pattern LOGGED =
      Pattern.compile("\"level\":\"(\\w+)\".*\"message\":\"([^\"\\\\]*)\"");

  private final String service;
  private final Stage stage;
  private final Workloads workloads;
  private final Meter meter;
  private final PodMetrics metrics;
  private final Tempo tempo;
  private final Matrix matrix;
  private final Measurement baseline;
  private final InstantSource clock;
  private final long released;
  private final Map<Sign, Noticed> first = new EnumMap<>(Sign.class);
  private Assessment assessment = new Assessment(List.of());
  private Measurement judged;
  private RolloutState rollout = new RolloutState(List.of(), 1, false, 0);
  private int stood;

  Investigation(
      String service,
      Stage stage,
      Workloads workloads,
      Meter meter,
      PodMetrics metrics,
      Tempo tempo,
      Matrix matrix,
      Measurement baseline,
      InstantSource clock) {
    this.service = service;
    this.stage = stage;
    this.workloads = workloads;
    this.meter = meter;
    this.metrics = metrics;
    this.tempo = tempo;
    this.matrix = matrix;
    this.baseline = baseline;
    this.clock = clock;
    this.released = meter.now();
    this.judged = meter.from(released);
  }

  /** Takes up what has come since. */
  void look() {
    var ready = stage.sandbox().readyPods(service);
    metrics.read(ready);
    List<PodState> pods =
        switch (workloads.pods(WorkloadRef.deployment(service))) {
          case Answer.Given<List<PodState>>(List<PodState> given) -> given;
          case Answer.Refused<List<PodState>> _ -> List.of(); // unknown, for this time
        };
    List<String> fresh = pods.stream().map(PodState::name).toList();
    int stillServing = (int) ready.keySet().stream().filter(pod -> !fresh.contains(pod)).count();
    rollout =
        new RolloutState(
            pods, stage.wanted(service), stage.deadlineExceeded(service), stillServing);
    judged = meter.from(Math.max(released, meter.now() - tempo.judged()));
    assessment = matrix.assess(baseline, judged, rollout);
    stood = assessment.decision().isRollback() ? stood + 1 : 0;
    notice();
  }

  private void notice() {
    Measurement column = meter.from(Math.max(released, meter.now() - 1));
    if (column.failures() > 0) {
      note(
          Sign.ERRORS,
          "first errors: " + column.failures() + " of " + column.requests() + " requests");
    }
    column
        .p95()
        .filter(p95 ->
            matrix.latencyLimit(baseline).filter(limit -> p95.compareTo(limit) > 0).isPresent())
        .ifPresent(p95 -> note(Sign.SLOWNESS, "first slow answers: P95 " + p95.toMillis() + " ms"));
    for (PodState pod : rollout.pods()) {
      if (pod.ready()) {
        note(Sign.RUNS, "its first pod serves people");
      } else if (pod.restarts() > 0 || pod.reason().contains("ImagePull")) {
        note(Sign.TROUBLE, "first trouble: " + pod.reason().split(":", 2)[0]);
      }
    }
    if (rollout.deadlineExceeded()) {
      note(Sign.TROUBLE, "the cluster gives the rollout up: progress deadline exceeded");
    }
  }

  private void note(Sign sign, String what) {
    first.putIfAbsent(sign, new Noticed(clock.instant(), what));
  }

  /** When this was first noticed, if it was. */
  Optional<Noticed> first(Sign sign) {
    return Optional.ofNullable(first.get(sign));
  }

  /** What was noticed first of that which decided. */
  Optional<Noticed> firstOf(Symptom symptom) {
    return switch (symptom.kind()) {
      case ERRORS -> first(Sign.ERRORS);
      case LATENCY -> first(Sign.SLOWNESS);
      case READINESS -> first(Sign.TROUBLE);
    };
  }

  /**
   * Whether the decision is made: at once where it is urgent. Where there is time, twice the least
   * number of requests is looked at, and latency has to stay bad beyond two whole windows: new pods
   * are slow at first, and something more urgent may turn up.
   */
  boolean decided() {
    return assessment
        .worst()
        .filter(worst ->
            worst.decision() == Decision.ROLL_BACK_NOW
                || (judged.requests() >= 2 * matrix.leastRequests()
                    && (worst.kind() != Kind.LATENCY || lasting())))
        .isPresent();
  }

  private boolean lasting() {
    return stood >= tempo.certain()
        && meter.now() - released >= 2L * tempo.judged() + tempo.certain();
  }

  Assessment assessment() {
    return assessment;
  }

  /** What the assessment was made of. */
  Measurement judged() {
    return judged;
  }

  RolloutState rollout() {
    return rollout;
  }

  /** The state of the new pods in one line. */
  String caption(String version) {
    if (rollout.pods().isEmpty()) {
      return version + ": no pod yet";
    }
    long ready = rollout.pods().stream().filter(PodState::ready).count();
    String trouble =
        rollout.pods().stream()
            .filter(pod -> !pod.ready())
            .map(pod -> ": " + pod.reason())
            .findFirst()
            .orElse("");
    return version + ": " + ready + " of " + rollout.wanted() + " pods ready" + trouble;
  }

  /** What the pods of each version counted, a line each; nothing for a version without requests. */
  List<String> counted(String... versions) {
    List<String> lines = new ArrayList<>();
    for (String version : versions) {
      metrics
          .of(version)
          .filter(scrape -> scrape.requests() > 0)
          .ifPresent(scrape ->
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "%s: %d of %d with 5xx, P95 about %d ms",
                      version,
                      scrape.failures(),
                      scrape.requests(),
                      scrape.p95().map(p95 -> p95.toMillis()).orElse(0L))));
    }
    return lines;
  }

  /** The last line that a crashed pod wrote. */
  Optional<String> lastWords() {
    return rollout.pods().stream()
        .filter(pod -> !pod.lastLines().isEmpty())
        .map(pod -> words(pod.lastLines().getLast()))
        .findFirst();
  }

  /** The platform logs JSON; people read its words. */
  private static String words(String line) {
    Matcher logged = LOGGED.matcher(line);
    return logged.find() ? logged.group(1) + " " + logged.group(2) : line;
  }
}
