package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.WorkloadRef;

/** The commands that a person would type to do the same as a step; shown, never run. */
final class ByHand {

  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,•-]+");

  private final String where;

  ByHand(Environment environment) {
    this.where =
        " -n "
            + environment.namespace()
            + environment.context().map(context -> " --context " + context).orElse("");
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

  String pods() {
    return "kubectl get pods" + where;
  }

  String health(HealthCheck check) {
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
