package uz.stario.rollback.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.release.WorkloadRef;

/** Checks of every kind with arbitrary content. */
final class GeneratedChecks {

  private final SplittableRandom random;

  GeneratedChecks(SplittableRandom random) {
    this.random = random;
  }

  Check any() {
    return oneOf(
        this::health,
        this::http,
        this::metric,
        this::scrape,
        this::log,
        () -> new PodCheck(text(), workload(), random.nextInt(100), duration()),
        () -> new GpuCheck(text(), workload(), text(), map(), maybe(this::text), duration()),
        () ->
            new ExecCheck(
                text(),
                workload(),
                maybe(this::text),
                some(this::text),
                maybe(this::text),
                duration()),
        () -> new ScriptCheck(text(), some(this::text), map(), duration()));
  }

  HealthCheck health() {
    return new HealthCheck(
        text(), text(), text(), random.nextInt(100, 600), maybe(this::text), duration());
  }

  private HttpCheck http() {
    List<HttpRequest> requests = new ArrayList<>(some(this::request));
    requests.add(request());
    return new HttpCheck(
        text(),
        maybe(this::secret),
        some(this::request),
        requests,
        some(this::request),
        duration());
  }

  private HttpRequest request() {
    return new HttpRequest(
        text(),
        text(),
        text(),
        map(),
        maybe(this::text),
        new TreeSet<>(List.of(random.nextInt(100, 600), random.nextInt(100, 600))),
        some(this::expectation),
        map(),
        random.nextBoolean());
  }

  private HttpRequest.Expectation expectation() {
    return oneOf(
        () -> new HttpRequest.Expectation.Contains(text()),
        () -> new HttpRequest.Expectation.Matches(text()),
        () -> new HttpRequest.Expectation.JsonHas(text()),
        () -> new HttpRequest.Expectation.JsonIs(text(), text()));
  }

  private MetricCheck metric() {
    Duration shortest = duration().plusMillis(1);
    return new MetricCheck(
        text(),
        "q" + text(),
        threshold(),
        shortest.plus(duration()),
        shortest,
        maybe(() -> new MetricCheck.Support(text(), random.nextDouble(1e6))),
        maybe(() -> new MetricCheck.Freshness(text(), duration())),
        maybe(this::scrape),
        maybe(() -> new MetricsSource(text(), maybe(this::secret))),
        duration());
  }

  private ScrapeCheck scrape() {
    return new ScrapeCheck(
        text(),
        text(),
        oneOf(
            () -> new ScrapeCheck.Present(text()),
            () -> new ScrapeCheck.Growth(text()),
            () -> new ScrapeCheck.Share(text(), text(), text()),
            () -> new ScrapeCheck.Quantile(text(), random.nextDouble())),
        threshold(),
        duration(),
        random.nextDouble(1e6),
        duration());
  }

  private LogCheck log() {
    return new LogCheck(
        text(),
        workload(),
        some(this::text),
        some(this::text),
        some(this::text),
        duration(),
        random.nextInt(100),
        duration());
  }

  private Threshold threshold() {
    Threshold.Comparison[] all = Threshold.Comparison.values();
    return new Threshold(all[random.nextInt(all.length)], random.nextDouble(-1e9, 1e9));
  }

  private SecretSource secret() {
    return oneOf(
        () -> new SecretSource.FromEnvironment(text()), () -> new SecretSource.FromFile(text()));
  }

  private SortedMap<String, String> map() {
    SortedMap<String, String> map = new TreeMap<>();
    some(this::text).forEach(name -> map.put(name, text()));
    return map;
  }

  private WorkloadRef workload() {
    return WorkloadRef.deployment("w" + Integer.toString(random.nextInt(1_000_000), 36));
  }

  private String text() {
    return Generated.text(random);
  }

  private Duration duration() {
    return Duration.ofMillis(random.nextLong(86_400_000L));
  }

  private <T> Optional<T> maybe(Supplier<T> made) {
    return random.nextBoolean() ? Optional.of(made.get()) : Optional.empty();
  }

  private <T> List<T> some(Supplier<T> each) {
    List<T> made = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      made.add(each.get());
    }
    return made;
  }

  @SafeVarargs
  private <T> T oneOf(Supplier<? extends T>... makers) {
    return makers[random.nextInt(makers.length)].get();
  }
}
