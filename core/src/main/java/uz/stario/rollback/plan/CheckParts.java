package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.SecretSource;

/**
 * What a check says, part by part, for the digest: two checks that differ have different parts.
 * Lists tell their length first, and what may be absent whether it is there.
 */
final class CheckParts {

  private final List<String> parts = new ArrayList<>();

  private CheckParts() {}

  static List<String> of(Check check) {
    CheckParts parts = new CheckParts();
    parts.check(check);
    return parts.parts;
  }

  private void check(Check check) {
    add(check.getClass().getSimpleName(), check.name(), check.limit().toString());
    switch (check) {
      case HealthCheck c -> {
        add(c.method(), c.url(), "" + c.status());
        maybe(c.bodyContains());
      }
      case HttpCheck c -> {
        secret(c.token());
        requests(c.setUp());
        requests(c.requests());
        requests(c.cleanUp());
      }
      case MetricCheck c -> metric(c);
      case ScrapeCheck c -> {
        add(c.url(), c.threshold().toString(), c.apart().toString(), "" + c.atLeast());
        measure(c.measure());
      }
      case LogCheck c -> {
        add(c.workload().toString(), c.before().toString(), "" + c.show());
        texts(c.mustAppear());
        texts(c.mustNotAppear());
        texts(c.noise());
      }
      case PodCheck c -> add(c.workload().toString(), "" + c.restarts());
      case GpuCheck c -> {
        add(c.workload().toString(), c.resource());
        map(c.labels());
        maybe(c.requires());
      }
      case ExecCheck c -> {
        add(c.workload().toString());
        maybe(c.container());
        texts(c.command());
        maybe(c.contains());
      }
      case ScriptCheck c -> {
        texts(c.command());
        map(c.environment());
      }
    }
  }

  private void metric(MetricCheck check) {
    add(check.query(), check.threshold().toString());
    add(check.window().toString(), check.shortest().toString());
    add("" + check.support().isPresent());
    check.support().ifPresent(support -> add(support.query(), "" + support.atLeast()));
    add("" + check.freshness().isPresent());
    check.freshness().ifPresent(fresh -> add(fresh.query(), fresh.atMost().toString()));
    add("" + check.otherwise().isPresent());
    check.otherwise().ifPresent(this::check);
    add("" + check.source().isPresent());
    check
        .source()
        .ifPresent(source -> {
          add(source.url());
          secret(source.token());
        });
  }

  private void measure(ScrapeCheck.Measure measure) {
    switch (measure) {
      case ScrapeCheck.Present(String metric) -> add("present", metric);
      case ScrapeCheck.Growth(String counter) -> add("growth", counter);
      case ScrapeCheck.Share(String counter, String label, String matching) ->
          add("share", counter, label, matching);
      case ScrapeCheck.Quantile(String histogram, double q) -> add("quantile", histogram, "" + q);
    }
  }

  private void requests(List<HttpRequest> requests) {
    add("" + requests.size());
    for (HttpRequest request : requests) {
      add(request.does(), request.method(), request.url());
      map(request.headers());
      maybe(request.body());
      texts(request.statuses());
      add("" + request.expected().size());
      request.expected().forEach(this::expectation);
      map(request.captures());
      add("" + request.secret());
    }
  }

  private void expectation(HttpRequest.Expectation expectation) {
    switch (expectation) {
      case HttpRequest.Expectation.Contains(String text) -> add("contains", text);
      case HttpRequest.Expectation.Matches(String pattern) -> add("matches", pattern);
      case HttpRequest.Expectation.JsonHas(String pointer) -> add("has", pointer);
      case HttpRequest.Expectation.JsonIs(String pointer, String value) ->
          add("is", pointer, value);
    }
  }

  private void secret(Optional<SecretSource> source) {
    add("" + source.isPresent());
    source.ifPresent(kept -> {
      switch (kept) {
        case SecretSource.FromEnvironment(String variable) -> add("env", variable);
        case SecretSource.FromFile(String path) -> add("file", path);
      }
    });
  }

  private void map(Map<String, String> entries) {
    add("" + entries.size());
    entries.forEach((name, value) -> add(name, value));
  }

  private void texts(Collection<?> texts) {
    add("" + texts.size());
    texts.forEach(text -> add(text.toString()));
  }

  private void maybe(Optional<String> text) {
    add("" + text.isPresent(), text.orElse(""));
  }

  private void add(String... more) {
    parts.addAll(List.of(more));
  }
}
