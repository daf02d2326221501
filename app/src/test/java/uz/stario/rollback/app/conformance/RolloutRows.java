package uz.stario.rollback.app.conformance;

import java.util.List;

/** Rollouts: watched, taken back, held, waited for. */
final class RolloutRows {
  private static final String IMAGE =
      "get deployment web -o jsonpath='{.spec.template.spec.containers[0].image}'";

  private RolloutRows() {}

  static List<Row> rollout() {
    return List.of(
        rollout("rollout status deployment/web", "that it is done")
            .prints("^deployment \"web\" successfully rolled out$"),
        rollout("rollout status deployment/web", "every step of the way")
            .on(Row.Stage.ONE)
            .before("set image deployment/web app=stario/app:v2", "updated")
            .prints("successfully rolled out$"),
        rollout("rollout status deployment/web --timeout=1s", "that it is stuck")
            .on(Row.Stage.ONE)
            .before("set image deployment/web app=stario/app:nopull", "updated")
            .exits(1)
            .prints("^Waiting for deployment \"web\" rollout to finish", "timed out waiting"),
        rollout("rollout status deployment/web", "that the deadline is over")
            .on(Row.Stage.ONE)
            .before(
                "patch deployment web -p '{\"spec\":{\"progressDeadlineSeconds\":2}}'", "patched")
            .before("set image deployment/web app=stario/app:nopull", "updated")
            .before("get deployment web -o yaml", "ProgressDeadlineExceeded")
            .exits(1)
            .prints("^error: deployment \"web\" exceeded its progress deadline$"),
        rollout("rollout history deployment/web", "revisions and causes")
            .prints("^REVISION +CHANGE-CAUSE$", "^1 +release \\S+:v1$", "^2 +release \\S+:v2$"),
        rollout("rollout history deployment/web --revision=1", "the template")
            .prints("deployment.apps/web with revision #1", "Image:\\s+\\S+:v1", "MODE:\\s+plain"),
        rollout("rollout history deployment/web --revision=9", "that there is none")
            .exits(1)
            .prints("unable to find the specified revision"),
        rollout("rollout undo deployment/web", "the version before")
            .on(Row.Stage.TWO)
            .prints("^deployment.apps/web rolled back$")
            .then("rollout status deployment/web", "successfully rolled out")
            .then(IMAGE, ":v1$")
            .then("rollout history deployment/web", "(?s)^2 .*:v2$.*^3 .*:v1$"),
        rollout("rollout undo deployment/web --to-revision=1", "that version")
            .on(Row.Stage.TWO)
            .before("set image deployment/web app=stario/app:v3", "updated")
            .before("rollout status deployment/web", "successfully")
            .prints("^deployment.apps/web rolled back$")
            .then(IMAGE, ":v1$"),
        rollout("rollout undo deployment/web --to-revision=2", "that it is so already")
            .on(Row.Stage.TWO)
            .prints("skipped rollback \\(current template already matches revision 2\\)"),
        rollout("rollout undo deployment/web --to-revision=9", "that there is none")
            .exits(1)
            .prints("unable to find specified revision 9 in history"),
        rollout("rollout undo deployment/web", "that there is no earlier one")
            .on(Row.Stage.ONE)
            .exits(1)
            .prints("no rollout history found for deployment \"web\""),
        rollout("rollout undo deployment/web --dry-run=server", "the template, nothing changed")
            .on(Row.Stage.TWO)
            .prints("deployment.apps/web")
            .then(IMAGE, ":v2$"),
        rollout("rollout pause deployment/web", "that a new image waits")
            .on(Row.Stage.ONE)
            .prints("^deployment.apps/web paused$")
            .then("set image deployment/web app=stario/app:v2", "updated|\\A\\z")
            .then("get deployment web", "^web +2/2 +0 +2"),
        rollout("rollout undo deployment/web", "that it is paused")
            .on(Row.Stage.TWO)
            .before("rollout pause deployment/web", "paused")
            .exits(1)
            .prints("you cannot rollback a paused deployment; resume it first"),
        rollout("rollout resume deployment/web", "that it goes on")
            .on(Row.Stage.ONE)
            .before("rollout pause deployment/web", "paused")
            .before("set image deployment/web app=stario/app:v2", "updated|\\A\\z")
            .prints("^deployment.apps/web resumed$")
            .then("rollout status deployment/web", "successfully rolled out"),
        rollout("rollout restart deployment/web", "other pods of the same image")
            .on(Row.Stage.ONE)
            .prints("^deployment.apps/web restarted$")
            .then("rollout status deployment/web", "successfully rolled out")
            .then("get deployment web -o yaml", "kubectl.kubernetes.io/restartedAt"));
  }

  private static Row rollout(String command, String seen) {
    return Row.of("rollout", command, seen);
  }

  static List<Row> waiting() {
    return List.of(
        waiting("wait --for=condition=Available deployment/web", "that it is")
            .prints("^deployment.apps/web condition met$"),
        waiting("wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/web", "that it is")
            .prints("^deployment.apps/web condition met$"),
        waiting("wait --for=condition=Ready pods -l app=web", "that both are")
            .prints("(?s)condition met.*condition met"),
        waiting(
                "wait --for=condition=Available=False --timeout=1s deployment/web",
                "that time is up")
            .exits(1)
            .prints("^error: timed out waiting for the condition on deployments/web$"),
        waiting("wait --for=delete deployment/web --timeout=60s", "that it has gone")
            .on(Row.Stage.ONE)
            .before("delete deployment web --wait=false", "deleted"),
        waiting("wait --for=create deployment/web --timeout=5s", "that it is there")
            .prints("^deployment.apps/web condition met$"));
  }

  private static Row waiting(String command, String seen) {
    return Row.of("wait", command, seen);
  }
}
