package uz.stario.rollback.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.port.Checks;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandVerdict;
import uz.stario.rollback.verify.GpuVerdict;
import uz.stario.rollback.verify.LogReview;
import uz.stario.rollback.verify.LogVerdict;
import uz.stario.rollback.verify.MetricVerdict;
import uz.stario.rollback.verify.PodVerdict;
import uz.stario.rollback.verify.ScrapeVerdict;

/**
 * Sends each kind of check to its port and what comes back to its verdict.
 *
 * <p>What it remembers, first looks and what the log said before, is this process's only: after a
 * restart a check that needs it takes a first look again. A few are made at once; one more is
 * unknown for now. Thread-safe.
 */
public final class EveryCheck implements Checks {

  /** A platform that is ill is not asked by a crowd. */
  private static final int AT_ONCE = 16;

  private final CheckPorts ports;
  private final Before before;
  private final Measurements measurements;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Map<ScrapeCheck, Scrape> firstLooks = new ConcurrentHashMap<>();

  /**
   * @param before what logs said before the change
   * @param measurements keeps the values that messages tell
   */
  public EveryCheck(CheckPorts ports, Before before, Measurements measurements) {
    this.ports = ports;
    this.before = before;
    this.measurements = measurements;
  }

  /** One whose values nobody tells. */
  public EveryCheck(CheckPorts ports, Before before) {
    this(ports, before, Measurements.NONE);
  }

  @Override
  public Checked attempt(Check check, Instant since) {
    if (!turns.tryAcquire()) {
      return unknown("other checks are being made");
    }
    try {
      Checked checked = make(check, since);
      if (measurements.wants(check)) {
        checked.value().ifPresent(value -> measurements.after(check, value));
      }
      return checked;
    } finally {
      turns.release();
    }
  }

  private Checked make(Check check, Instant since) {
    return switch (check) {
      case HealthCheck c -> new Checked(ports.probe().probe(c), List.of());
      case HttpCheck c -> ports.http().run(c, Optional.empty());
      case MetricCheck c -> metric(c, since);
      case ScrapeCheck c -> scrape(c);
      case LogCheck c -> log(c);
      case PodCheck c -> PodVerdict.of(c, ports.workloads().pods(c.workload(), c.limit()));
      case GpuCheck c -> GpuVerdict.of(c, ports.placements().of(c.workload(), c.limit()));
      case ExecCheck c -> CommandVerdict.of(c, ports.commands().run(c));
      case ScriptCheck c -> CommandVerdict.of(c, ports.scripts().run(c));
    };
  }

  private Checked metric(MetricCheck check, Instant since) {
    if (check.source().isEmpty()) {
      return unknown("the playbook names no Prometheus for this environment");
    }
    return switch (ports.metrics().apply(check.source().get())) {
      case Answer.Refused<Metrics>(Problem problem) -> unknown(problem.why());
      case Answer.Given<Metrics>(Metrics metrics) -> {
        Instant now = ports.clock().instant();
        yield MetricVerdict.asking(check, since, now, query -> metrics.query(query, now));
      }
    };
  }

  private Checked scrape(ScrapeCheck check) {
    Scrape first = firstLooks.get(check);
    if (first != null && first.at().plus(check.apart()).isAfter(ports.clock().instant())) {
      return lookedOnce(check);
    }
    Answer<Scrape> answer =
        ports.scrapes().scrape(check.url(), check.measure().series(), check.limit());
    return switch (answer) {
      case Answer.Refused<Scrape>(Problem problem) -> unknown(problem.why());
      case Answer.Given<Scrape>(Scrape look) when !check.measure().needsTwo() ->
          ScrapeVerdict.of(check, look);
      case Answer.Given<Scrape>(Scrape look) when first == null -> {
        firstLooks.put(check, look);
        yield lookedOnce(check);
      }
      case Answer.Given<Scrape>(Scrape look) -> ScrapeVerdict.of(check, first, look);
    };
  }

  private static Checked lookedOnce(ScrapeCheck check) {
    return unknown("looked once; a second look " + check.apart().toSeconds() + " s later tells");
  }

  private Checked log(LogCheck check) {
    // All that the present pods wrote: they began with the rollout, and it is before its end that
    // one says what it has loaded.
    return switch (reviewed(ports.logs(), check, PodLogs.Which.PRESENT, Instant.EPOCH)) {
      case Answer.Refused<LogReview>(Problem problem) -> unknown(problem.why());
      case Answer.Given<LogReview>(LogReview after) -> {
        Checked judged = LogVerdict.of(check, before.of(check), after);
        yield check.show() == 0 ? judged : shown(check, judged);
      }
    };
  }

  static Answer<LogReview> reviewed(
      PodLogs logs, LogCheck check, PodLogs.Which which, Instant from) {
    LogReview review = new LogReview(check);
    return switch (logs.read(check.workload(), which, from, check.limit(), review::line)) {
      case PodLogs.Reading.Refused(Problem problem) -> Answer.refused(problem);
      case PodLogs.Reading.Partial(long _, String why) -> {
        review.isIncomplete(why);
        yield Answer.given(review);
      }
      case PodLogs.Reading.Whole _ -> Answer.given(review);
    };
  }

  private Checked shown(LogCheck check, Checked judged) {
    List<String> seen = new ArrayList<>(judged.seen());
    switch (ports.logs().last(check.workload(), check.show())) {
      case Answer.Given<List<String>>(List<String> lines) -> seen.addAll(lines);
      case Answer.Refused<List<String>>(Problem problem) ->
          seen.add("the last lines can't be shown: " + problem.why());
    }
    return new Checked(judged.result(), seen);
  }

  private static Checked unknown(String why) {
    return new Checked(new CheckResult.Unknown(why), List.of());
  }
}
