package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.announce.Measured;
import uz.stario.rollback.check.Before;
import uz.stario.rollback.check.CheckPorts;
import uz.stario.rollback.check.EveryCheck;
import uz.stario.rollback.check.Measurements;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

class EveryCheckTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Problem NO_TOKEN =
      Problem.unchanged(ErrorCode.METRICS_DENIED, "No.", "TOKEN is not set.", "Set it.");

  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final FakeWorkloads workloads = new FakeWorkloads(clock, (at, event) -> () -> {});
  private final FakePodLogs logs = new FakePodLogs().pod(API, "api-1");
  private final FakePodCommands commands = new FakePodCommands().pod(API, true);
  private final FakePlacements placements = new FakePlacements();
  private final FakeScrapes scrapes = new FakeScrapes(clock);
  private Answer<Metrics> metrics = Answer.refused(NO_TOKEN);
  private CommandOutcome script = new CommandOutcome.Ended(0, List.of("all well"));
  private CheckResult health = new CheckResult.Passed("200");

  @Test
  void each_kind_is_made_by_its_port() {
    commands.program("ls", arguments -> new CommandOutcome.Ended(0, arguments));

    assertThat(passed(new HealthCheck("h", "GET", "http://a", 200, Optional.empty(), LIMIT)))
        .isEqualTo("200");
    assertThat(
            passed(
                new ExecCheck(
                    "e", API, Optional.empty(), List.of("ls", "/m"), Optional.empty(), LIMIT)))
        .isEqualTo("ls ended with 0");
    assertThat(passed(new ScriptCheck("s", List.of("./smoke"), new TreeMap<>(), LIMIT)))
        .isEqualTo("./smoke ended with 0");
    placements.put(
        API,
        new PlacedPod(
            "api-1",
            List.of(
                new AskingContainer(
                    "app", false, Map.of("nvidia.com/gpu", 1L), Map.of(), Set.of())),
            new Place.On("gpu-1", Map.of("nvidia.com/gpu", 1L), Map.of())));
    assertThat(passed(new GpuCheck("g", API, GpuCheck.USUAL_RESOURCE, new TreeMap<>(), LIMIT)))
        .startsWith("1 pod where nvidia.com/gpu is");
    logs.write(API, "api-1", clock.instant(), "Model loaded");
    assertThat(passed(log("Model loaded", 0))).isEqualTo("no new kind of error in 1 line");
    assertThat(attempt(new PodCheck("p", API, 3, LIMIT), Before.UNKNOWN).result())
        .as("there is no such workload")
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_growth_is_told_by_the_second_look_at_least_so_far_apart() {
    var check =
        new ScrapeCheck(
            "g",
            "http://a/metrics",
            new ScrapeCheck.Growth("n"),
            above(0),
            Duration.ofSeconds(10),
            1,
            LIMIT);
    EveryCheck checks = checks(Before.UNKNOWN);
    look(5);
    CheckResult once = new CheckResult.Unknown("looked once; a second look 10 s later tells");
    assertThat(checks.attempt(check, clock.instant()).result()).isEqualTo(once);
    clock.advance(Duration.ofSeconds(1));
    look(6);
    assertThat(checks.attempt(check, clock.instant()).result()).isEqualTo(once);
    clock.advance(Duration.ofSeconds(9));
    look(9);
    assertThat(checks.attempt(check, clock.instant()).result())
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void a_metric_is_unknown_without_a_prometheus_and_without_its_token() {
    assertThat(attempt(metric(Optional.empty()), Before.UNKNOWN).result())
        .isEqualTo(
            new CheckResult.Unknown("the playbook names no Prometheus for this environment"));
    assertThat(attempt(metric(source()), Before.UNKNOWN).result())
        .isEqualTo(new CheckResult.Unknown("TOKEN is not set."));
  }

  @Test
  void what_messages_tell_is_measured_before_the_change_and_after_it() {
    MetricCheck rate = metric(source());
    Channel.Figures figures = new Channel.Figures(Optional.of("m"), Optional.of("m"));
    Measurements measurements = Measurements.of(plan("", rate), figures);
    Instant change = clock.instant();
    prometheusSays(0.124);
    List<Runnable> later = new ArrayList<>();
    Before.measure(plan("", rate), ports(), measurements, change, later::add);
    assertThat(measurements.during()).as("nobody waits for it").isEqualTo(Measured.NOTHING);
    later.forEach(Runnable::run);
    prometheusSays(0.002);
    clock.advance(Duration.ofSeconds(40));

    EveryCheck checks = new EveryCheck(ports(), Before.UNKNOWN, measurements);
    assertThat(checks.attempt(rate, change).result()).isInstanceOf(CheckResult.Passed.class);

    assertThat(measurements.during())
        .isEqualTo(new Measured(Optional.of(0.124), Optional.of(Duration.ofMillis(124))));
    assertThat(measurements.after())
        .isEqualTo(new Measured(Optional.of(0.002), Optional.of(Duration.ofMillis(2))));
  }

  @Test
  void what_could_not_be_measured_or_is_of_one_service_alone_is_not_told() {
    MetricCheck rate = metric(source());
    Channel.Figures figures = new Channel.Figures(Optional.of("m"), Optional.of("other"));
    Measurements refused = Measurements.of(plan("", rate), figures);
    Before.measure(plan("", rate), ports(), refused, clock.instant(), Runnable::run);
    assertThat(refused.during()).isEqualTo(Measured.NOTHING);

    prometheusSays(0.5);
    Measurements ofOne = Measurements.of(plan("api", rate), figures);
    Before.measure(plan("api", rate), ports(), ofOne, clock.instant(), Runnable::run);
    assertThat(ofOne.during()).isEqualTo(Measured.NOTHING);
  }

  private void prometheusSays(double value) {
    metrics =
        Answer.given((query, at) ->
            Answer.given(new Samples(List.of(new Sample(new TreeMap<>(), value, at)), List.of())));
  }

  @Test
  void a_metric_is_asked_for_since_the_rollout_finished() {
    List<String> asked = new ArrayList<>();
    metrics =
        Answer.given((query, at) -> {
          asked.add(query);
          return Answer.given(
              new Samples(List.of(new Sample(new TreeMap<>(), 0.0, at)), List.of()));
        });
    Instant finished = clock.instant();
    clock.advance(Duration.ofSeconds(40));

    assertThat(attempt(metric(source()), Before.UNKNOWN, finished).result())
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(asked).containsExactly("rate(errors[40000ms])");
  }

  @Test
  void an_error_that_was_there_before_is_known_and_another_one_fails() {
    WorkloadRef web = WorkloadRef.deployment("web");
    logs.pod(web, "web-2").formerPod(web, "web-1");
    LogCheck check =
        new LogCheck("log", web, List.of(), List.of(), List.of(), LogCheck.HOUR_BEFORE, 0, LIMIT);
    logs.write(web, "web-1", clock.instant(), "ERROR no answer from 10.0.0.1");
    Before before = Before.of(plan(check), logs, clock.instant().plusSeconds(60), Runnable::run);
    logs.write(web, "web-2", clock.instant(), "ERROR no answer from 10.0.0.2");

    assertThat(attempt(check, before).result()).isInstanceOf(CheckResult.Passed.class);
    assertThat(attempt(check, Before.UNKNOWN).result()).isInstanceOf(CheckResult.Unknown.class);

    logs.write(web, "web-2", clock.instant(), "ERROR table artists is missing");
    assertThat(attempt(check, before).result()).isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void what_was_said_before_is_not_known_until_it_is_read_and_nobody_waits_for_it() {
    LogCheck check = log("x", 0);
    List<Runnable> later = new ArrayList<>();
    Before before = Before.of(plan(check), logs, clock.instant(), later::add);
    logs.write(API, "api-1", clock.instant(), "x", "ERROR new");

    assertThat(attempt(check, before).result()).isInstanceOf(CheckResult.Unknown.class);
    assertThat(later).hasSize(1);
  }

  @Test
  void the_last_lines_are_shown_where_they_are_asked_for() {
    logs.write(API, "api-1", clock.instant(), "one", "Model loaded", "three");

    assertThat(attempt(log("Model loaded", 2), Before.UNKNOWN).seen())
        .endsWith("Model loaded", "three");
  }

  @Test
  void a_log_that_cannot_be_read_is_unknown() {
    logs.refuse(NO_TOKEN);
    assertThat(attempt(log("x", 0), Before.UNKNOWN).result())
        .isEqualTo(new CheckResult.Unknown("TOKEN is not set."));
  }

  @Test
  void a_platform_that_is_ill_is_not_asked_by_a_crowd() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(16);
    var ports =
        new CheckPorts(
            workloads,
            _ -> {
              busy.countDown();
              try {
                free.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return health;
            },
            new ScriptedHttpChecks(),
            _ -> metrics,
            scrapes,
            logs,
            commands,
            placements,
            _ -> script,
            clock);
    EveryCheck checks = new EveryCheck(ports, Before.UNKNOWN);
    Check check = new HealthCheck("h", "GET", "http://a", 200, Optional.empty(), LIMIT);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Checked>> crowd = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        crowd.add(threads.submit(() -> checks.attempt(check, clock.instant())));
      }
      busy.await();
      assertThat(checks.attempt(check, clock.instant()).result())
          .isEqualTo(new CheckResult.Unknown("other checks are being made"));
      free.countDown();
      for (Future<Checked> one : crowd) {
        assertThat(one.get().result()).isEqualTo(health);
      }
    }
    assertThat(checks.attempt(check, clock.instant()).result()).isEqualTo(health);
  }

  private String passed(Check check) {
    CheckResult result = attempt(check, Before.UNKNOWN).result();
    assertThat(result).isInstanceOf(CheckResult.Passed.class);
    return result.detail();
  }

  private Checked attempt(Check check, Before before) {
    return attempt(check, before, clock.instant());
  }

  private Checked attempt(Check check, Before before, Instant since) {
    return checks(before).attempt(check, since);
  }

  private EveryCheck checks(Before before) {
    return new EveryCheck(ports(), before);
  }

  private CheckPorts ports() {
    return new CheckPorts(
        workloads,
        _ -> health,
        new ScriptedHttpChecks(),
        _ -> metrics,
        scrapes,
        logs,
        commands,
        placements,
        _ -> script,
        clock);
  }

  private void look(double value) {
    scrapes.expose("http://a/metrics", "n " + value + "\n");
  }

  private static MetricCheck metric(Optional<MetricsSource> source) {
    return new MetricCheck(
        "m",
        "rate(errors[${window}])",
        new Threshold(Threshold.Comparison.BELOW, 0.01),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        source,
        LIMIT);
  }

  private static Optional<MetricsSource> source() {
    return Optional.of(new MetricsSource("http://prometheus", Optional.empty()));
  }

  private static Threshold above(double bound) {
    return new Threshold(Threshold.Comparison.ABOVE, bound);
  }

  private static LogCheck log(String wanted, int show) {
    return new LogCheck(
        "l", API, List.of(wanted), List.of(), List.of(), LogCheck.HOUR_BEFORE, show, LIMIT);
  }

  private static Plan plan(Check check) {
    return plan("api", check);
  }

  private static Plan plan(String service, Check check) {
    Action action = new Action.RunCheck(service, check, Duration.ZERO, LIMIT, LIMIT);
    Step step = Step.of(new StepId("check"), service, action, Set.of(), Set.of(), 1, "");
    return Plan.of(
        "production", "prod/stario", Fixtures.NOW, "", false, List.of(), List.of(step), List.of());
  }
}
