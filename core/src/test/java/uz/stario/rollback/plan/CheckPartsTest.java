package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
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

class CheckPartsTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final WorkloadRef API = WorkloadRef.deployment("api");

  @Test
  void checks_that_differ_in_one_component_differ_in_their_parts() {
    assertThat(
            Stream.of(
                    log(List.of("a"), List.of(), List.of(), LIMIT, 0),
                    log(List.of(), List.of("a"), List.of(), LIMIT, 0),
                    log(List.of(), List.of(), List.of("a"), LIMIT, 0),
                    log(List.of("a", "a"), List.of(), List.of(), LIMIT, 0),
                    log(List.of("a"), List.of(), List.of(), LIMIT.plusSeconds(1), 0),
                    log(List.of("a"), List.of(), List.of(), LIMIT, 1),
                    new PodCheck("c", API, 0, LIMIT),
                    new PodCheck("c", API, 1, LIMIT),
                    new PodCheck("c", WorkloadRef.deployment("x"), 0, LIMIT),
                    new GpuCheck("c", API, "a/gpu", new TreeMap<>(), LIMIT),
                    new GpuCheck("c", API, "b/gpu", new TreeMap<>(), LIMIT),
                    new GpuCheck("c", API, "a/gpu", new TreeMap<>(), Optional.of("cuda>1"), LIMIT),
                    new GpuCheck("c", API, "a/gpu", new TreeMap<>(Map.of("A", "b")), LIMIT),
                    exec(Optional.empty(), List.of("ls", "a"), Optional.empty()),
                    exec(Optional.empty(), List.of("ls a"), Optional.empty()),
                    exec(Optional.of("ls"), List.of("a"), Optional.empty()),
                    exec(Optional.empty(), List.of("ls", "a"), Optional.of("")),
                    new ScriptCheck("c", List.of("x"), new TreeMap<>(), LIMIT),
                    new ScriptCheck("c", List.of("x"), new TreeMap<>(Map.of("A", "b")), LIMIT),
                    new ScriptCheck("c", List.of("x"), new TreeMap<>(Map.of("A", "c")), LIMIT),
                    scrape(new ScrapeCheck.Present("m")),
                    scrape(new ScrapeCheck.Growth("m")),
                    scrape(new ScrapeCheck.Quantile("m", 0.5)),
                    scrape(new ScrapeCheck.Quantile("m", 0.9)),
                    scrape(new ScrapeCheck.Share("m", "l", "x")),
                    metric(Optional.empty(), Optional.empty()),
                    metric(Optional.of(new MetricCheck.Support("q", 1)), Optional.empty()),
                    metric(Optional.empty(), Optional.of(source("http://a", "A"))),
                    metric(Optional.empty(), Optional.of(source("http://a", "B"))),
                    metric(Optional.empty(), Optional.of(source("http://b", "A"))),
                    http(request("GET", Map.of(), 200, false)),
                    http(request("PUT", Map.of(), 200, false)),
                    http(request("GET", Map.of("a", "b"), 200, false)),
                    http(request("GET", Map.of(), 201, false)),
                    http(request("GET", Map.of(), 200, true)))
                .map(CheckParts::of))
        .doesNotHaveDuplicates();
  }

  @Test
  void every_component_is_in_them_and_a_new_one_is_not_forgotten() {
    assertThat(components(HttpCheck.class)).isEqualTo("name token setUp requests cleanUp limit");
    assertThat(components(HttpRequest.class))
        .isEqualTo("does method url headers body statuses expected captures secret");
    assertThat(components(MetricCheck.class))
        .isEqualTo("name query threshold window shortest support freshness otherwise source limit");
    assertThat(components(ScrapeCheck.class))
        .isEqualTo("name url measure threshold apart atLeast limit");
    assertThat(components(LogCheck.class))
        .isEqualTo("name workload mustAppear mustNotAppear noise before show limit");
    assertThat(components(PodCheck.class)).isEqualTo("name workload restarts limit");
    assertThat(components(GpuCheck.class))
        .isEqualTo("name workload resource labels requires limit");
    assertThat(components(ExecCheck.class))
        .isEqualTo("name workload container command contains limit");
    assertThat(components(ScriptCheck.class)).isEqualTo("name command environment limit");
    assertThat(components(MetricsSource.class)).isEqualTo("url token");
    assertThat(components(Action.RunCheck.class)).isEqualTo("service check settle within limit");
  }

  private static String components(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(" "));
  }

  private static Check log(
      List<String> must, List<String> mustNot, List<String> noise, Duration before, int show) {
    return new LogCheck("c", API, must, mustNot, noise, before, show, LIMIT);
  }

  private static Check exec(
      Optional<String> container, List<String> command, Optional<String> contains) {
    return new ExecCheck("c", API, container, command, contains, LIMIT);
  }

  private static Check scrape(ScrapeCheck.Measure measure) {
    return new ScrapeCheck("c", "http://a", measure, below(), LIMIT, 1, LIMIT);
  }

  private static Check metric(
      Optional<MetricCheck.Support> support, Optional<MetricsSource> source) {
    return new MetricCheck(
        "c",
        "q",
        below(),
        LIMIT,
        LIMIT,
        support,
        Optional.empty(),
        Optional.empty(),
        source,
        LIMIT);
  }

  private static MetricsSource source(String url, String variable) {
    return new MetricsSource(url, Optional.of(new SecretSource.FromEnvironment(variable)));
  }

  private static Threshold below() {
    return new Threshold(Threshold.Comparison.BELOW, 0.01);
  }

  private static Check http(HttpRequest request) {
    return new HttpCheck("c", Optional.empty(), List.of(), List.of(request), List.of(), LIMIT);
  }

  private static HttpRequest request(
      String method, Map<String, String> headers, int status, boolean secret) {
    return new HttpRequest(
        "does",
        method,
        "http://a",
        new TreeMap<>(headers),
        Optional.empty(),
        Set.of(status),
        List.of(),
        new TreeMap<>(),
        secret);
  }
}
