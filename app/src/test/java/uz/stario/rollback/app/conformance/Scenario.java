package uz.stario.rollback.app.conformance;

import java.util.List;
import java.util.function.Consumer;

/** What happens to a release and what somebody does about it, from the first apply to the last. */
record Scenario(String name, Consumer<Play> story) {

  static List<Scenario> all() {
    return List.of(
        new Scenario("good-rollout", play -> play.releases(1, 2).snapshot()),
        new Scenario(
            "bad-image",
            play -> play.releases(1).image("nopull").stuck(3, "Pending").snapshot().undo().end()),
        new Scenario(
            "crash-loop",
            play -> play.releases(1).image("bad").stuck(3, "Running").snapshot().undo().end()),
        new Scenario("never-ready", Scenario::neverReady),
        new Scenario(
            "stuck-then-undone",
            play -> play.releases(1).deadline(2).image("nopull").pastDeadline().undo().end()),
        new Scenario("undo-twice", play -> play.releases(1, 2).undo().end().undo().end()),
        new Scenario("undo-to-n", play -> play.releases(1, 2, 3).undoTo(1).end().undoTo(2).end()),
        new Scenario("pause", Scenario::pause),
        new Scenario("scale-during-rollout", Scenario::scale),
        new Scenario("delete-during-rollout", Scenario::delete),
        new Scenario("history-limit", Scenario::historyLimit),
        new Scenario("two-writers", Scenario::twoWriters),
        new Scenario("watch-across-410", Scenario::watchAcross410),
        new Scenario("apply-after-undo", Scenario::applyAfterUndo));
  }

  /** Pods that no node takes: they never become ready on any cluster. */
  private static void neverReady(Play play) {
    play.releases(1)
        .deadline(2)
        .kubectl(
            "patch deployment web -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"disk\":\"none\"},"
                + "\"containers\":[{\"name\":\"app\",\"image\":\"{v2}\"}]}}}}'")
        .pastDeadline()
        .undo()
        .end();
  }

  private static void pause(Play play) {
    play.releases(1, 2)
        .kubectl("rollout pause deployment/web")
        .image("v3")
        .until(
            "get deployment web -o jsonpath='{.status.conditions[*].reason}'", "DeploymentPaused")
        .until("get deployment web", "^web +2/2 +0 +2")
        .snapshot()
        .undo()
        .kubectl("rollout resume deployment/web")
        .end();
  }

  private static void scale(Play play) {
    play.releases(1)
        .image("nopull")
        .stuck(3, "Pending")
        .kubectl("scale deployment/web --replicas=6")
        .until("get deployment web -o jsonpath={.status.replicas}", "^8$")
        .until("get pods -o jsonpath='{.items[*].metadata.name}'", "^(\\S+ ){7}\\S+$")
        .until("get deployment web -o jsonpath={.status.availableReplicas}", "^[456]$")
        .undo()
        .end();
  }

  private static void delete(Play play) {
    play.releases(1)
        .image("nopull")
        .stuck(3, "Pending")
        .kubectl("delete deployment web")
        .until("get replicasets,pods", "No resources found")
        .snapshot()
        .undo();
  }

  private static void historyLimit(Play play) {
    play.releases(1)
        .kubectl("patch deployment web -p '{\"spec\":{\"revisionHistoryLimit\":1}}'")
        .image("v2")
        .end()
        .image("v3")
        .end()
        .until("get replicasets -o name", "\\A(replicaset\\S+\\s*){2}\\z")
        .snapshot()
        .undoTo(1)
        .undo()
        .end();
  }

  /** One of two who read the same state comes too late; the other's work stays. */
  private static void twoWriters(Play play) {
    play.releases(1, 2)
        .remember("get deployment web -o json")
        .kubectl("label deployment web owner=first")
        .tellingRemembered("replace -f -")
        .kubectl(
            "patch deployment web --type=json -p '[{\"op\":\"test\",\"path\":\"/metadata/uid\","
                + "\"value\":\"other\"},{\"op\":\"replace\",\"path\":\"/spec/replicas\","
                + "\"value\":5}]'")
        .undo()
        .end();
  }

  /** A watch from a forgotten version is refused, and going on from a new list works. */
  private static void watchAcross410(Play play) {
    String watch =
        "get --raw /apis/apps/v1/namespaces/{ns}/deployments?watch=1&timeoutSeconds=1&"
            + "resourceVersion=";
    play.releases(1, 2)
        .forget()
        .telling(watch + "1", "\"code\": ?410|\"reason\": ?\"Expired\"|too old resource version")
        .telling(watch + "{version}", "\\A\\s*\\z")
        .telling(watch + "0", "\"type\": ?\"ADDED\"")
        .undo()
        .end();
  }

  private static void applyAfterUndo(Play play) {
    play.releases(1, 2)
        .undo()
        .end()
        .apply("v3")
        .end()
        .applyWithout("v3", "        env: [{name: MODE, value: plain}]\n")
        .end();
  }
}
