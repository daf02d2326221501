package uz.stario.rollback.adapters.json;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Threshold;

/** Checks of every kind, as JSON. */
final class CheckJson {

  static final Kinds<Check> CHECKS =
      new Kinds<Check>()
          .kind("http", HealthCheck.class, CheckJson::health, CheckJson::health)
          .kind("requests", HttpCheck.class, CheckJson::http, CheckJson::http)
          .kind("metric", MetricCheck.class, CheckJson::metric, CheckJson::metric)
          .kind("scrape", ScrapeCheck.class, CheckJson::scrape, CheckJson::scrape)
          .kind("log", LogCheck.class, CheckJson::log, CheckJson::log)
          .kind("exec", ExecCheck.class, CheckJson::exec, CheckJson::exec)
          .kind("script", ScriptCheck.class, CheckJson::script, CheckJson::script)
          .kind("pods", PodCheck.class, CheckJson::pods, CheckJson::pods)
          .kind("gpu", GpuCheck.class, CheckJson::gpu, CheckJson::gpu);

  static final Kinds<ScrapeCheck.Measure> MEASURES =
      new Kinds<ScrapeCheck.Measure>()
          .kind(
              "present",
              ScrapeCheck.Present.class,
              (m, out) -> out.with("metric", m.metric()),
              in -> new ScrapeCheck.Present(in.text("metric")))
          .kind(
              "growth",
              ScrapeCheck.Growth.class,
              (m, out) -> out.with("counter", m.counter()),
              in -> new ScrapeCheck.Growth(in.text("counter")))
          .kind(
              "share",
              ScrapeCheck.Share.class,
              (m, out) ->
                  out.with("counter", m.counter())
                      .with("label", m.label())
                      .with("matching", m.matching()),
              in ->
                  new ScrapeCheck.Share(in.text("counter"), in.text("label"), in.text("matching")))
          .kind(
              "quantile",
              ScrapeCheck.Quantile.class,
              (m, out) -> out.with("histogram", m.histogram()).with("q", m.q()),
              in -> new ScrapeCheck.Quantile(in.text("histogram"), in.decimal("q")));

  private CheckJson() {}

  static Tree write(Check check) {
    return CHECKS.write(check);
  }

  static Check read(Fields in) {
    return CHECKS.read(in);
  }

  private static Tree common(Check check, Tree out) {
    return out.with("name", check.name()).with("limit", check.limit());
  }

  private static Tree health(HealthCheck check, Tree out) {
    return common(check, out)
        .with("method", check.method())
        .with("url", check.url())
        .with("status", check.status())
        .with("bodyContains", check.bodyContains());
  }

  private static HealthCheck health(Fields in) {
    return new HealthCheck(
        in.text("name"),
        in.text("method"),
        in.text("url"),
        in.small("status"),
        in.optionalText("bodyContains"),
        in.duration("limit"));
  }

  private static Tree http(HttpCheck check, Tree out) {
    common(check, out);
    check.token().ifPresent(token -> out.with("token", secret(token)));
    return out.with("setUp", check.setUp(), RequestJson::write)
        .with("requests", check.requests(), RequestJson::write)
        .with("cleanUp", check.cleanUp(), RequestJson::write);
  }

  private static HttpCheck http(Fields in) {
    return new HttpCheck(
        in.text("name"),
        in.optionalObject("token").map(CheckJson::secret),
        in.list("setUp", RequestJson::read),
        in.list("requests", RequestJson::read),
        in.list("cleanUp", RequestJson::read),
        in.duration("limit"));
  }

  private static Tree metric(MetricCheck check, Tree out) {
    common(check, out)
        .with("query", check.query())
        .with("threshold", check.threshold().toString())
        .with("window", check.window())
        .with("shortest", check.shortest());
    check
        .support()
        .ifPresent(support ->
            out.with(
                "samples",
                new Tree().with("query", support.query()).with("atLeast", support.atLeast())));
    check
        .freshness()
        .ifPresent(fresh ->
            out.with(
                "freshness",
                new Tree().with("query", fresh.query()).with("atMost", fresh.atMost())));
    check.otherwise().ifPresent(other -> out.with("otherwise", write(other)));
    check
        .source()
        .ifPresent(source -> {
          Tree where = new Tree().with("url", source.url());
          source.token().ifPresent(token -> where.with("token", secret(token)));
          out.with("source", where);
        });
    return out;
  }

  private static MetricCheck metric(Fields in) {
    return new MetricCheck(
        in.text("name"),
        in.text("query"),
        in.known("threshold", Threshold::parse),
        in.duration("window"),
        in.duration("shortest"),
        in.optionalObject("samples")
            .map(s -> new MetricCheck.Support(s.text("query"), s.decimal("atLeast"))),
        in.optionalObject("freshness")
            .map(f -> new MetricCheck.Freshness(f.text("query"), f.duration("atMost"))),
        in.optionalObject("otherwise").map(CheckJson::scrape),
        in.optionalObject("source")
            .map(s ->
                new MetricsSource(s.text("url"), s.optionalObject("token").map(CheckJson::secret))),
        in.duration("limit"));
  }

  private static Tree scrape(ScrapeCheck check, Tree out) {
    return common(check, out)
        .with("url", check.url())
        .with("measure", MEASURES.write(check.measure()))
        .with("threshold", check.threshold().toString())
        .with("apart", check.apart())
        .with("atLeast", check.atLeast());
  }

  private static ScrapeCheck scrape(Fields in) {
    return new ScrapeCheck(
        in.text("name"),
        in.text("url"),
        MEASURES.read(in.object("measure")),
        in.known("threshold", Threshold::parse),
        in.duration("apart"),
        in.decimal("atLeast"),
        in.duration("limit"));
  }

  private static Tree log(LogCheck check, Tree out) {
    return common(check, out)
        .with("workload", check.workload().toString())
        .withTexts("mustAppear", check.mustAppear())
        .withTexts("mustNotAppear", check.mustNotAppear())
        .withTexts("noise", check.noise())
        .with("before", check.before())
        .with("show", check.show());
  }

  private static LogCheck log(Fields in) {
    return new LogCheck(
        in.text("name"),
        Actions.workload(in),
        in.texts("mustAppear"),
        in.texts("mustNotAppear"),
        in.texts("noise"),
        in.duration("before"),
        in.small("show"),
        in.duration("limit"));
  }

  private static Tree exec(ExecCheck check, Tree out) {
    return common(check, out)
        .with("workload", check.workload().toString())
        .with("container", check.container())
        .withTexts("command", check.command())
        .with("contains", check.contains());
  }

  private static ExecCheck exec(Fields in) {
    return new ExecCheck(
        in.text("name"),
        Actions.workload(in),
        in.optionalText("container"),
        in.texts("command"),
        in.optionalText("contains"),
        in.duration("limit"));
  }

  private static Tree script(ScriptCheck check, Tree out) {
    return common(check, out)
        .withTexts("command", check.command())
        .with("environment", check.environment().entrySet(), Actions::entry);
  }

  private static ScriptCheck script(Fields in) {
    SortedMap<String, String> environment = new TreeMap<>();
    in.list("environment", Actions::entry)
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue()));
    return new ScriptCheck(in.text("name"), in.texts("command"), environment, in.duration("limit"));
  }

  private static Tree pods(PodCheck check, Tree out) {
    return common(check, out)
        .with("workload", check.workload().toString())
        .with("restarts", check.restarts());
  }

  private static PodCheck pods(Fields in) {
    return new PodCheck(
        in.text("name"), Actions.workload(in), in.small("restarts"), in.duration("limit"));
  }

  private static Tree gpu(GpuCheck check, Tree out) {
    return common(check, out)
        .with("workload", check.workload().toString())
        .with("resource", check.resource())
        .with("labels", check.labels().entrySet(), Actions::entry)
        .with("requires", check.requires());
  }

  private static GpuCheck gpu(Fields in) {
    SortedMap<String, String> labels = new TreeMap<>();
    in.list("labels", Actions::entry)
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue()));
    return new GpuCheck(
        in.text("name"),
        Actions.workload(in),
        in.text("resource"),
        labels,
        in.optionalText("requires"),
        in.duration("limit"));
  }

  private static Tree secret(SecretSource source) {
    return switch (source) {
      case SecretSource.FromEnvironment(String variable) -> new Tree().with("env", variable);
      case SecretSource.FromFile(String path) -> new Tree().with("file", path);
    };
  }

  private static SecretSource secret(Fields in) {
    Optional<String> variable = in.optionalText("env");
    return variable
        .<SecretSource>map(SecretSource.FromEnvironment::new)
        .orElseGet(() -> new SecretSource.FromFile(in.text("file")));
  }
}
