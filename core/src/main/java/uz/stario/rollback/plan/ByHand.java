package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
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
import uz.stario.rollback.release.WorkloadRef;

/** The commands that a person would type to do the same as a step; shown, never run. */
final class ByHand {

  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,•-]+");

  private final String where;
  private final String environment;

  ByHand(Environment environment) {
    this.where =
        " -n "
            + environment.namespace()
            + environment.context().map(context -> " --context " + context).orElse("");
    this.environment = " -e " + environment.name();
  }

  String rollBack(WorkloadRef workload, long revision, List<CarriedFlag> carried, boolean resume) {
    List<String> commands = new ArrayList<>();
    if (resume) {
      commands.add("kubectl rollout resume " + workload + where);
    }
    commands.add("kubectl rollout undo " + workload + " --to-revision=" + revision + where);
    for (CarriedFlag flag : carried) {
      commands.add(
          "kubectl set env "
              + workload
              + " -c "
              + flag.container()
              + " "
              + quoted(flag.name() + "=" + flag.kept())
              + where);
    }
    commands.add("kubectl rollout status " + workload + where);
    return String.join(" && ", commands);
  }

  String restart(Action.Restart restart) {
    String there =
        restart.namespace().isEmpty()
            ? where
            : where.replaceFirst(" -n \\S+", " -n " + restart.namespace());
    return "kubectl rollout restart "
        + restart.workload()
        + there
        + " && kubectl rollout status "
        + restart.workload()
        + there;
  }

  /** The server refuses it where the new name is taken. */
  String renameKey(SecretSource redis, String from, String to) {
    String address =
        switch (redis) {
          case SecretSource.FromEnvironment(String variable) -> "\"$" + variable + "\"";
          case SecretSource.FromFile(String path) -> "\"$(cat " + quoted(path) + ")\"";
        };
    return "redis-cli -u " + address + " RENAMENX " + key(from) + " " + key(to);
  }

  /** The place of the run's name stays legible; it is no word of a shell before it is filled in. */
  private static String key(String key) {
    return key.endsWith(Action.StoreChange.RUN)
        ? quoted(key.substring(0, key.length() - Action.StoreChange.RUN.length()))
            + Action.StoreChange.RUN
        : quoted(key);
  }

  /** What adds an optional step. */
  String with(String service, String step) {
    return "stario rollback " + service + environment + " --with " + quoted(step);
  }

  /** Without a number: to the revision before, whatever it is. */
  List<String> undo(WorkloadRef workload) {
    return List.of(
        "kubectl rollout undo " + workload + where, "kubectl rollout status " + workload + where);
  }

  String pods() {
    return "kubectl get pods" + where;
  }

  /** All of a check, with what goes before and after. */
  List<String> steps(Check check) {
    return check instanceof HttpCheck http
        ? Stream.of(http.setUp(), http.requests(), http.cleanUp())
            .flatMap(List::stream)
            .map(this::request)
            .toList()
        : List.of(check(check));
  }

  /** The nearest that a person at a terminal can do. */
  String check(Check check) {
    return switch (check) {
      case HealthCheck health -> health(health);
      case HttpCheck http ->
          http.requests().stream().map(this::request).collect(Collectors.joining(" && "));
      case MetricCheck metric ->
          "curl -fsS "
              + quoted(metric.source().map(MetricsSource::url).orElse("PROMETHEUS"))
              + "/api/v1/query --data-urlencode "
              + quoted("query=" + MetricCheck.over(metric.query(), metric.window()));
      case ScrapeCheck scrape ->
          "curl -fsS "
              + quoted(scrape.url())
              + scrape.measure().series().stream()
                  .map(name -> " | grep " + quoted(name))
                  .collect(Collectors.joining());
      case LogCheck log ->
          "kubectl logs "
              + log.workload()
              + where
              + (log.show() > 0 ? " --tail=" + log.show() : "")
              + log.mustAppear().stream()
                  .limit(1)
                  .map(pattern -> " | grep -E " + quoted(pattern))
                  .collect(Collectors.joining());
      case PodCheck _ -> pods();
      case GpuCheck gpu ->
          "kubectl get pods -o wide"
              + where
              + " && kubectl describe nodes"
              + where
              + " | grep "
              + gpu.resource();
      case ExecCheck exec ->
          "kubectl exec "
              + exec.workload()
              + exec.container().map(name -> " -c " + name).orElse("")
              + where
              + " -- "
              + words(exec.command());
      case ScriptCheck script ->
          script.environment().entrySet().stream()
                  .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()) + " ")
                  .collect(Collectors.joining())
              + words(script.command());
    };
  }

  private String request(HttpRequest request) {
    return "curl -fsS "
        + (request.method().equals("GET") ? "" : "-X " + request.method() + " ")
        + quoted(request.url())
        + request.headers().entrySet().stream()
            .map(header -> " -H " + quoted(header.getKey() + ": " + header.getValue()))
            .collect(Collectors.joining())
        + request.body().map(body -> " -d " + quoted(body)).orElse("");
  }

  private static String words(List<String> command) {
    return command.stream().map(ByHand::quoted).collect(Collectors.joining(" "));
  }

  private String health(HealthCheck check) {
    String method = check.method().equals("GET") ? "" : "-X " + check.method() + " ";
    return "curl -fsS " + method + quoted(check.url());
  }

  String verdicts(String revisionObject) {
    return revisionObject.isEmpty()
        ? ""
        : "kubectl annotate replicaset/" + revisionObject + " rollback.stario.uz/verdict=…" + where;
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
