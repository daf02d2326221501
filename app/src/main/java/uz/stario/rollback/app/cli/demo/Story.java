package uz.stario.rollback.app.cli.demo;

import static uz.stario.rollback.app.cli.demo.Investigation.Sign;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.wiring.Wiring;
import uz.stario.rollback.assess.Assessment.Decision;
import uz.stario.rollback.assess.Matrix;
import uz.stario.rollback.assess.Measurement;
import uz.stario.rollback.assess.Symptom;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.ExitCode;

/** What the demo shows, in order; what is taken back is taken back by the program itself. */
final class Story {

  static final String SERVICE = "api-gateway";
  static final String GOOD = "v1.2.3";
  static final String BAD = "v1.2.4";

  /** After a rollback the playbook wants fewer errors than this, of one. */
  private static final double RECOVERED = 0.01;

  /**
   * Answers of two milliseconds take many times as long on a machine that is busy with something
   * else; nobody notices before this.
   */
  private static final Duration UNNOTICED = Duration.ofMillis(300);

  /** Several windows of measurement, each of which takes its time on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Scenario scenario;
  private final Stage stage;
  private final Invocation invocation;
  private final Typed typed;
  private final Tempo tempo;
  private final Stopping stopping;
  private final Meter meter;
  private final Watch watch;
  private final PodMetrics metrics;
  private final PrintStream out;
  private final Paint paint;
  private final Matrix matrix = Matrix.ofThePlaybook();
  private final Chronicle chronicle = new Chronicle();

  Story(
      Scenario scenario,
      Stage stage,
      Invocation invocation,
      Typed typed,
      Tempo tempo,
      Stopping stopping,
      Meter meter,
      Watch watch,
      PodMetrics metrics) {
    this.scenario = scenario;
    this.stage = stage;
    this.invocation = invocation;
    this.typed = typed;
    this.tempo = tempo;
    this.stopping = stopping;
    this.meter = meter;
    this.watch = watch;
    this.metrics = metrics;
    this.out = invocation.out();
    this.paint = new Paint(invocation.terminal().colour());
  }

  ExitCode tell() throws Refusal {
    Measurement baseline = baseline();
    Investigation investigation = released(baseline);
    Symptom symptom = judgement(investigation);
    ExitCode code = rollback(investigation.assessment().decision(), symptom);
    if (code == ExitCode.DONE) {
      recovery(baseline);
      slack();
      code = again();
    }
    if (code == ExitCode.DONE) {
      say(paint.strong("What happened"));
      chronicle.lines().forEach(out::println);
      out.println("What was wrong with " + BAD + ": " + scenario.words() + ".");
    }
    return code;
  }

  private Measurement baseline() throws Refusal {
    boolean measured =
        watch.until(
            () -> usable(meter.now() - tempo.baseline()),
            () -> metrics.read(stage.sandbox().readyPods(SERVICE)),
            () -> GOOD + " serves; measuring what is usual",
            PATIENCE);
    if (!measured) {
      throw Stage.failed(
          "No steady traffic to compare with came about in " + PATIENCE.toSeconds() + " s.");
    }
    // What came before is the JVM warming up, and no part of the story.
    meter.forgetBefore(meter.now() - tempo.baseline());
    Measurement baseline = meter.from(0);
    watch.latencyLimit(matrix.latencyLimit(baseline));
    return baseline;
  }

  private boolean usable(long from) {
    Measurement measured = meter.from(from);
    return meter.columns().size() >= tempo.baseline()
        && measured.requests() >= matrix.leastRequests()
        && measured.errorRate().filter(rate -> rate < RECOVERED).isPresent()
        && meter.steadyFrom(from);
  }

  private Investigation released(Measurement baseline) throws Refusal {
    watch.mark(BAD);
    chronicle.add(now(), SERVICE + " " + BAD + " is released");
    stage.release(SERVICE, BAD, Flaws.of(scenario));
    Invocation within = stage.within(invocation);
    try (Wiring wiring = within.wiring();
        Workloads workloads =
            Refusal.orThrow(
                wiring.workloads(
                    Optional.empty(), Optional.of("stario-sandbox"), Optional.of("stario")))) {
      Investigation investigation =
          new Investigation(
              SERVICE, stage, workloads, meter, metrics, tempo, matrix, baseline, within.clock());
      boolean decided =
          watch.until(
              investigation::decided,
              investigation::look,
              () -> SERVICE + " " + investigation.caption(BAD),
              PATIENCE);
      if (!decided) {
        throw Stage.failed(
            "The bad release was not found out in "
                + PATIENCE.toSeconds()
                + " s; it says "
                + investigation.assessment().decision().words()
                + ".");
      }
      return investigation;
    }
  }

  /** Says what was decided and from which evidence. */
  private Symptom judgement(Investigation investigation) {
    Symptom worst = investigation.assessment().worst().orElseThrow();
    Decision decision = investigation.assessment().decision();
    investigation
        .first(Sign.RUNS)
        .ifPresent(noticed -> chronicle.add(noticed.at(), noticed.what()));
    investigation.firstOf(worst).ifPresent(noticed -> chronicle.add(noticed.at(), noticed.what()));
    chronicle.add(now(), "decided: " + decision.words());
    watch.leave();
    out.println();
    new Findings(investigation, paint, invocation.terminal().width())
        .lines(GOOD, BAD)
        .forEach(out::println);
    return worst;
  }

  private ExitCode rollback(Decision decision, Symptom symptom) throws Refusal {
    out.println();
    watch.mark("back");
    ExitCode code =
        typed.type(
            "rollback",
            SERVICE,
            decision == Decision.ROLL_BACK_NOW ? "--now" : "--yes",
            "--reason",
            reason(symptom));
    stopping.heed();
    PastRun.newest(stage, invocation).ifPresent(run -> run.addTo(chronicle, GOOD));
    return code;
  }

  /** What people read in the message and, for ever, in the journal. */
  private static String reason(Symptom symptom) {
    return switch (symptom.kind()) {
      case ERRORS, LATENCY -> symptom.row() + ": " + symptom.evidence();
      case READINESS -> symptom.evidence();
    };
  }

  private void recovery(Measurement baseline) throws Refusal {
    say("And the people? The playbook wants less than 1 % of errors, and a usual P95.");
    out.println();
    // The column under way has seen the bad release too.
    long from = meter.now() + 1;
    Optional<Duration> limit = matrix.latencyLimit(baseline);
    boolean recovered =
        watch.until(
            () -> recovered(recent(from), limit),
            () -> metrics.read(stage.sandbox().readyPods(SERVICE)),
            () -> GOOD + " serves again",
            PATIENCE);
    if (!recovered) {
      throw Stage.failed("It did not get better in " + PATIENCE.toSeconds() + " s.");
    }
    watch.leave();
    Measurement last = recent(from);
    chronicle.add(
        now(),
        String.format(
            Locale.ROOT,
            "people are well: %d of %d requests failed, P95 %d ms",
            last.failures(),
            last.requests(),
            last.p95().orElseThrow().toMillis()));
  }

  private Measurement recent(long from) {
    return meter.from(Math.max(from, meter.now() - tempo.judged()));
  }

  private boolean recovered(Measurement last, Optional<Duration> limit) {
    return last.requests() >= 2 * matrix.leastRequests()
        && last.errorRate().filter(rate -> rate < RECOVERED).isPresent()
        && last.p95()
            .filter(p95 ->
                p95.compareTo(UNNOTICED) <= 0
                    || limit.filter(most -> p95.compareTo(most) <= 0).isPresent())
            .isPresent();
  }

  private void slack() {
    List<String> payloads = stage.slack().payloads();
    List<String> sizes = new ArrayList<>();
    for (String payload : payloads) {
      sizes.add(String.format(Locale.ROOT, "%.1f kB", payload.length() / 1e3));
    }
    say(
        "Slack: "
            + payloads.size()
            + " messages, those marked → "
            + DemoPlaybook.CHANNEL
            + " above, would have gone there.");
    out.println("A stand-in on this machine took them (" + String.join(", ", sizes) + ").");
  }

  private ExitCode again() throws Refusal {
    say("Somebody else, who has not heard, types it again. With kubectl that would bring");
    out.println(BAD + " back:");
    out.println();
    ExitCode code = typed.type("rollback", SERVICE, "--yes");
    stopping.heed();
    return code;
  }

  private Instant now() {
    return invocation.clock().instant();
  }

  private void say(String text) {
    out.println();
    out.println(text);
  }
}
