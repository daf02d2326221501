package uz.stario.rollback.announce;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.MessageTemplate;
import uz.stario.rollback.playbook.Placeholder;
import uz.stario.rollback.run.RunId;

/** What is known of a run, by the placeholders of the templates. Not thread-safe. */
final class Facts {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Map<Placeholder, String> known = new EnumMap<>(Placeholder.class);

  Facts(Plan plan, RunId run, String who, Instant started, Extras extras) {
    put(Placeholder.SERVICES, String.join(", ", plan.services()));
    put(Placeholder.FROM, versions(plan, WorkloadPlan::fromVersion));
    put(Placeholder.TO, versions(plan, WorkloadPlan::toVersion));
    put(Placeholder.VERSIONS, versions(plan, w -> w.fromVersion() + " → " + w.toVersion()));
    put(Placeholder.ENVIRONMENT, plan.environment());
    put(Placeholder.REASON, plan.reason());
    put(Placeholder.WHO, who);
    put(Placeholder.STARTED, time(started));
    put(Placeholder.WATCH, "stario watch " + run);
    put(Placeholder.RUN, run.value());
    put(Placeholder.PLAN, plan.digest().substring(0, Math.min(12, plan.digest().length())));
    put(Placeholder.IMPACT, extras.impact().orElseGet(() -> measured(extras.during())));
    put(Placeholder.POST_MORTEM, extras.postMortem().orElse(""));
    put(Placeholder.FIX, extras.fix().orElse(""));
    put(Placeholder.ERROR_RATE, errorRate(extras.after()));
    put(Placeholder.ERROR_RATE_BEFORE, errorRate(extras.during()));
    put(Placeholder.P95, p95(extras.after()));
    put(Placeholder.P95_BEFORE, p95(extras.during()));
  }

  /** Empty text is nothing known. */
  Facts put(Placeholder placeholder, String value) {
    if (!value.isBlank()) {
      known.put(placeholder, value);
    }
    return this;
  }

  Message fill(Kind kind, MessageTemplate template, List<String> details) {
    List<Field> fields =
        template.lines().stream()
            .filter(line -> !unmeasured(line.text()))
            .map(line -> new Field(fill(line.name()), fill(line.text())))
            .toList();
    return new Message(
        kind,
        fill(template.title()),
        fields,
        fill(template.status()),
        fill(template.closing()),
        details);
  }

  private String fill(String text) {
    return Placeholder.replaced(text, p -> known.getOrDefault(p, p.open()));
  }

  /** A line about measurements says nothing where none was made. */
  private boolean unmeasured(String text) {
    List<Placeholder> named = Placeholder.in(text);
    return !named.isEmpty() && named.stream().allMatch(p -> p.measured() && !known.containsKey(p));
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** {@code 40 s}, {@code 3 min 20 s}. */
  static String took(Duration duration) {
    long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /** One where all workloads agree, else each with its workload. */
  private static String versions(Plan plan, Function<WorkloadPlan, String> version) {
    List<String> distinct = plan.workloads().stream().map(version).distinct().toList();
    return distinct.size() == 1
        ? distinct.getFirst()
        : plan.workloads().stream()
            .map(w -> w.workload().name() + " " + version.apply(w))
            .collect(Collectors.joining(", "));
  }

  /** What people noticed, where only figures tell. */
  private static String measured(Measured during) {
    String failed = errorRate(during);
    String slow = p95(during);
    return Stream.of(
            failed.isEmpty() ? "" : failed + " of requests failed",
            slow.isEmpty() ? "" : "P95 " + slow)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String errorRate(Measured measured) {
    return measured
        .errorRate()
        .map(rate -> String.format(Locale.ROOT, "%.1f %%", rate * 100))
        .orElse("");
  }

  private static String p95(Measured measured) {
    return measured.p95().map(latency -> latency.toMillis() + " ms").orElse("");
  }
}
