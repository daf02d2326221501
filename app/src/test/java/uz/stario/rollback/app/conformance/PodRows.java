package uz.stario.rollback.app.conformance;

import java.util.List;

/** What goes through to containers. */
final class PodRows {
  private PodRows() {}

  static List<Row> logs() {
    return List.of(
        logs("logs deployment/web", "what its first pod wrote").prints("started"),
        logs("logs {pod} -c app --timestamps", "when it wrote it")
            .prints("^\\d{4}-\\d\\d-\\d\\dT\\S+Z .*started"),
        logs("logs -l app=web --prefix", "what all pods wrote, and which")
            .prints("^\\[pod/web-\\S+/app\\] .*started"),
        logs("logs {pod} --tail=0", "nothing").lacks("started"),
        logs("logs {pod} --since=1h", "what is younger").prints("started"),
        logs("logs {pod} --since-time=2999-01-01T00:00:00Z", "nothing").lacks("started"),
        logs("logs {pod} -f", "what it writes until it ends")
            .on(Row.Stage.ONE)
            .during("delete pod {pod} --wait=false", "deleted")
            .prints("started"),
        logs("logs {pod} --previous", "what it wrote before it crashed")
            .on(Row.Stage.EMPTY)
            .before("apply -f -", Manifests.deployment("stario/app:bad"), "created|unchanged")
            .before("get pods", "CrashLoopBackOff|Error|[1-9] \\(")
            .prints("started"),
        logs("logs {pod} --previous", "that there was none before")
            .exits(1)
            .prints(
                "\\(BadRequest\\): previous terminated container \"app\" in pod \"\\S+\" not"
                    + " found"),
        Row.of("logs", "logs {pod} -c nope", "that there is no such container")
            .exits(1)
            .prints("container nope is not valid for pod web-"),
        Row.of("logs", "logs nothing", "that there is no such pod")
            .exits(1)
            .prints("\\(NotFound\\): pods \"nothing\" not found"));
  }

  private static Row logs(String command, String seen) {
    return Row.of("logs", command, seen).needs(Row.Need.KUBELET);
  }

  static List<Row> exec() {
    return List.of(
        exec("exec deployment/web -- echo hello", "what the command wrote").prints("^hello$"),
        exec("exec {pod} -c app -i -- cat", "what went in")
            .input("to and fro\n")
            .prints("^to and fro$"),
        exec("exec {pod} -- env", "the container's environment").prints("^MODE=plain$"),
        exec("exec {pod} -- nothing", "that the program is not there")
            .exits(1)
            .prints("exec: \"nothing\": executable file not found in \\$PATH"),
        exec("exec {pod} -- false", "the command's exit code")
            .exits(1)
            .prints("command terminated with exit code 1"),
        Row.of("exec, port-forward", "exec nothing -- true", "that there is no such pod")
            .exits(1)
            .prints("\\(NotFound\\): pods \"nothing\" not found"),
        Row.of("exec, port-forward", "port-forward deployment/gate :8000", "the pod's own answers")
            .on(Row.Stage.EMPTY)
            .needs(Row.Need.PLATFORM)
            .before("apply -f -", GATE, "created|unchanged|configured")
            .before("rollout status deployment/gate", "successfully")
            .during("http://127.0.0.1:{port}/health", "poster-gen")
            .prints("^Forwarding from 127.0.0.1:\\d+ -> 8000", "^Handling connection")
            .differs("it goes over SPDY; the refusal names the port where the pod listens anyway"));
  }

  /** A service of the platform, which starts with the key that it shares with the others only. */
  private static final String GATE =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: gate}
      stringData: {signing-key: of the tests only and known to everybody}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: gate}
      spec:
        selector: {matchLabels: {app: gate}}
        template:
          metadata: {labels: {app: gate}}
          spec:
            containers:
              - name: poster-gen
                image: registry.stario.uz/poster-gen:v1.2.3
                ports: [{containerPort: 8000}]
                volumeMounts: [{name: jwt, mountPath: /etc/stario/jwt}]
            volumes: [{name: jwt, secret: {secretName: gate}}]
      """;

  private static Row exec(String command, String seen) {
    return Row.of("exec, port-forward", command, seen).needs(Row.Need.KUBELET);
  }
}
