package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import okhttp3.WebSocket;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CommandOutcome;

/**
 * Runs commands in pods as {@code kubectl exec} does, without input and terminal.
 *
 * <p>Kubernetes has no way to end a command: one that is left because it takes too long may run on
 * in its pod. Thread-safe.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/">
 *     Get a shell to a running container</a>
 */
final class KubernetesPodCommands implements PodCommands {

  private final Api api;
  private final Paths paths;
  private final WorkloadPods pods;
  private final Redactor redactor;

  KubernetesPodCommands(Api api, Paths paths, WorkloadPods pods, Redactor redactor) {
    this.api = api;
    this.paths = paths;
    this.pods = pods;
    this.redactor = redactor;
  }

  @Override
  public CommandOutcome run(ExecCheck check) {
    if (check.command().isEmpty()) {
      return notRun("no program is named");
    }
    Deadline deadline = Deadline.in(check.limit());
    try {
      Optional<Answer<List<JsonNode>>> found =
          deadline.inTime(() -> pods.present(check.workload()));
      if (found.isEmpty()) {
        return notRun("the API server did not list the pods in time");
      }
      return switch (found.get()) {
        case Answer.Refused<List<JsonNode>>(Problem problem) ->
            notRun(problem.what() + " " + problem.why());
        case Answer.Given<List<JsonNode>>(List<JsonNode> present) -> run(check, present, deadline);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notRun("it was interrupted");
    }
  }

  private CommandOutcome run(ExecCheck check, List<JsonNode> present, Deadline deadline)
      throws InterruptedException {
    Optional<JsonNode> ready =
        present.stream()
            .filter(pod -> PodView.of(pod).state().ready())
            .min(Comparator.comparing(Json::name));
    if (ready.isEmpty()) {
      return notRun("no pod of the present revision of " + check.workload() + " is ready");
    }
    JsonNode pod = ready.get();
    List<String> containers = ContainerRun.names(pod, "containers");
    Optional<String> container = check.container().or(() -> containers.stream().findFirst());
    if (container.filter(containers::contains).isEmpty()) {
      return notRun(
          "pod "
              + Json.name(pod)
              + " has no container "
              + container.orElse("")
              + ", only "
              + String.join(", ", containers));
    }
    ExecSession session = new ExecSession(check.contains(), redactor::text);
    WebSocket socket =
        api.open(
            "create",
            Paths.POD_EXEC,
            path(pod, container.get(), check.command()),
            ExecSession.PROTOCOLS,
            session);
    return session.await(socket, deadline);
  }

  private String path(JsonNode pod, String container, List<String> command) {
    List<String> query = new ArrayList<>(List.of("stdout=true", "stderr=true"));
    query.add("container=" + Paths.encoded(container));
    command.forEach(word -> query.add("command=" + Paths.encoded(word)));
    return paths.one(Paths.PODS, Json.name(pod)) + "/exec?" + String.join("&", query);
  }

  private static CommandOutcome notRun(String why) {
    return new CommandOutcome.NotRun(why.replaceAll("\\s+", " ").strip(), List.of());
  }
}
