package uz.stario.rollback.app.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the written playbook has a person do to take one service back.
 *
 * @param bad the tag of the release that is taken back: nothing on a real node is named as a real
 *     release is, and each is bad in its own way on the platform
 * @param undone typed one after the other, each waited for
 * @param seen typed afterwards, and what is looked for in the answer; needs a kubelet where it is
 *     of what is in the pods
 */
record Section(String service, String bad, List<String> undone, List<Look> seen) {

  /** A command and the regular expression that a person looks for in what it prints. */
  record Look(String command, String wanted, boolean inPods) {}

  static List<Section> all() {
    return List.of(
        of("api-gateway", "v1.2.4", List.of("api-gateway"), pods("api-gateway")),
        of(
            "video-gen",
            "v1.2.6",
            List.of("video-gen", "video-gen-worker"),
            pods("video-gen"),
            pods("video-gen-worker"),
            inPods("logs -l app=video-gen --tail=20", "started"),
            inPods("exec deployment/video-gen-worker -- ls -la /models/svd", "model_index.json")),
        of(
            "face-similarity",
            "v1.2.9",
            List.of("face-similarity"),
            pods("face-similarity"),
            inPods("logs -l app=face-similarity", "Model loaded")),
        of(
            "poster-gen",
            "v1.2.7",
            List.of("poster-gen"),
            pods("poster-gen"),
            inPods("exec deployment/poster-gen -- ls -la /models/sdxl", "model_index.json")),
        of("regtech-filter", "v1.2.8", List.of("regtech-filter"), pods("regtech-filter")));
  }

  private static Section of(String service, String bad, List<String> workloads, Look... seen) {
    List<String> undone =
        workloads.stream()
            .flatMap(workload ->
                Stream.of(
                    "rollout undo deployment/" + workload,
                    "rollout status deployment/" + workload + " --timeout=60s"))
            .toList();
    return new Section(service, bad, undone, List.of(seen));
  }

  private static Look pods(String app) {
    return new Look("get pods -l app=" + app, "(?s)1/1 +Running.*1/1 +Running", false);
  }

  private static Look inPods(String command, String wanted) {
    return new Look(command, wanted, true);
  }

  /** What is rolled out, in the order in which it is. */
  List<String> workloads() {
    return undone.stream()
        .filter(command -> command.startsWith("rollout undo"))
        .map(command -> command.substring(command.indexOf('/') + 1))
        .toList();
  }

  /** The same service for ours, with the same looks. */
  String playbook(String namespace, boolean kubelet) {
    StringBuilder text =
        new StringBuilder(
            """
            schemaVersion: 1
            platform: stario
            environments:
              here:
                namespace: %s
            services:
              %s:
                workloads: [%s]
            """
                .formatted(
                    namespace,
                    service,
                    String.join(", ", workloads().stream().map(w -> "deployment/" + w).toList())));
    List<Look> looks = kubelet ? seen.stream().filter(Look::inPods).toList() : List.of();
    if (!looks.isEmpty()) {
      text.append("    checks:\n");
      looks.forEach(look -> text.append(check(look)));
    }
    return text.toString();
  }

  /** The same look as a check. */
  private String check(Look look) {
    String[] exec = look.command().split(" -- ", -1);
    String what =
        exec.length == 2
            ? "exec: { workload: %s, command: [%s], contains: \"%s\" }"
                .formatted(exec[0].replace("exec ", ""), exec[1].replace(" ", ", "), look.wanted())
            : "log: { workload: deployment/%s, mustAppear: [\"%s\"] }"
                .formatted(service, look.wanted());
    return "      - name: in the pods %d\n        %s\n".formatted(seen.indexOf(look), what);
  }
}
