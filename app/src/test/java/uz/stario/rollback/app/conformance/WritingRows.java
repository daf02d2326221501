package uz.stario.rollback.app.conformance;

import java.util.List;

/** Commands that make, change and delete objects. */
final class WritingRows {
  private static final String IMAGE =
      "get deployment web -o jsonpath='{.spec.template.spec.containers[0].image}'";
  private static final String ENV =
      "get deployment web -o jsonpath='{.spec.template.spec.containers[0].env}'";
  private static final String REPLICAS = "get deployment web -o jsonpath={.spec.replicas}";

  private WritingRows() {}

  static List<Row> create() {
    return List.of(
        create("create -f -", "a Deployment and its pods")
            .input(Manifests.deployment("stario/app:v1"))
            .prints("^deployment.apps/web created$")
            .then("rollout status deployment/web", "successfully rolled out"),
        create("create -f -", "that it is there already")
            .on(Row.Stage.ONE)
            .input(Manifests.map("settings", "b"))
            .exits(1)
            .prints(
                "^Error from server \\(AlreadyExists\\): error when creating \"STDIN\": configmaps"
                    + " \"settings\" already exists$"),
        create("create namespace {ns}-b", "a namespace")
            .prints("^namespace/.*-b created$")
            .then("get namespace {ns}-b", "Active")
            .then("delete namespace {ns}-b --wait=false --ignore-not-found", "deleted|\\A\\z"),
        create("create configmap settings --from-literal=mode=plain", "its data")
            .prints("^configmap/settings created$")
            .then("get configmap settings -o jsonpath={.data.mode}", "^plain$"),
        create("create secret generic key --from-literal=word=abc", "its data, encoded")
            .prints("^secret/key created$")
            .then("get secret key -o jsonpath={.data.word}", "^YWJj$"),
        create("create deployment api --image=stario/app:v1 --replicas=2 --port=80", "its pods")
            .prints("^deployment.apps/api created$")
            .then("get deployment api", "^api +2/2 +2 +2"),
        create("create service clusterip api --tcp=80:8080", "a Service")
            .prints("^service/api created$")
            .then("get service api -o jsonpath='{.spec.ports[0].targetPort}'", "^8080$"),
        create("create serviceaccount robot", "a ServiceAccount")
            .prints("^serviceaccount/robot created$")
            .then("get serviceaccount robot", "^robot "),
        create("create quota small --hard=pods=1", "that it holds")
            .prints("^resourcequota/small created$")
            .then("run one --image=stario/app:v1", "created|already exists")
            .then(
                "run two --image=stario/app:v1",
                "pods \"two\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1,"
                    + " limited: pods=1"),
        create("create quota small --hard=pods=2,count/deployments.apps=1", "how much is used")
            .prints("^resourcequota/small created$")
            .then("run one --image=stario/app:v1", "created|already exists")
            .then("describe quota small", "^pods +1 +2$")
            .then("describe quota small", "^count/deployments.apps +0 +1$")
            .then("get quota small", "count/deployments.apps: 0/1, pods: 1/2"),
        create("create quota small --hard=pods=many", "that it is no number")
            .exits(1)
            .prints("^error: quantities must match the regular expression"),
        create("create configmap dry --from-literal=a=b --dry-run=server", "nothing made")
            .prints("^configmap/dry created \\(server dry run\\)$")
            .then("get configmap dry", "NotFound"),
        create("create configmap dry --from-literal=a=b --dry-run=client -o yaml", "the manifest")
            .prints("^kind: ConfigMap$", "^  a: b$"),
        create("run one --image=stario/app:v1", "a pod")
            .prints("^pod/one created$")
            .then("get pod one", "^one +1/1 +Running"),
        create("expose deployment web --port=81 --name=more", "a Service of its labels")
            .on(Row.Stage.ONE)
            .prints("^service/more exposed$")
            .then("get service more -o jsonpath={.spec.selector.app}", "^web$"));
  }

  private static Row create(String command, String seen) {
    return Row.of("create", command, seen).on(Row.Stage.EMPTY);
  }

  static List<Row> apply() {
    String next = Manifests.deployment("stario/app:v2");
    return List.of(
        apply("apply -f -", "an object that remembers what was applied")
            .on(Row.Stage.EMPTY)
            .input(Manifests.map("settings", "plain"))
            .prints("^configmap/settings created$")
            .then("get configmap settings -o yaml", "last-applied-configuration"),
        apply("apply -f -", "no change")
            .input(Manifests.map("settings", "plain"))
            .prints("^configmap/settings unchanged$"),
        apply("apply -f -", "the new image rolled out")
            .input(next)
            .prints("^deployment.apps/web configured$")
            .then("rollout status deployment/web", "successfully rolled out")
            .then(IMAGE, ":v2$"),
        apply("apply -f -", "what was left out is gone, what others set stays")
            .before("label deployment web owner=team", "labeled|not labeled")
            .before("set env deployment/web OTHER=1", "updated|env")
            .input(next.replace("{name: MODE, value: plain}", "{name: MORE, value: more}"))
            .prints("^deployment.apps/web configured$")
            .then("get deployment web -o jsonpath={.metadata.labels.owner}", "^team$")
            .then(
                ENV,
                "^\\[\\{\"name\":\"OTHER\",\"value\":\"1\"\\},\\{\"name\":\"MORE\",\"value\":\"more\"\\}\\]$"),
        apply("apply -f - --dry-run=server", "nothing changed")
            .input(next)
            .prints("^deployment.apps/web configured \\(server dry run\\)$")
            .then(IMAGE, ":v1$"),
        apply("apply -f - --server-side", "applied by the server")
            .input(next)
            .prints("^deployment.apps/web serverside-applied$")
            .exits(0)
            .differs("no server-side apply: it needs managedFields, which are not kept"),
        apply("apply view-last-applied deployment/web", "what was applied")
            .prints("^kind: Deployment$", "value: plain"),
        apply("diff -f -", "the line that changes, exit code 1")
            .input(next)
            .exits(1)
            .prints("^-  +image: .*:v1$", "^\\+  +image: .*:v2$"),
        apply("diff -f -", "nothing, exit code 0")
            .input(Manifests.map("settings", "plain"))
            .lacks("."),
        apply("replace -f -", "the whole object replaced")
            .input(Manifests.map("settings", "fancy"))
            .prints("^configmap/settings replaced$")
            .then("get configmap settings -o jsonpath={.data.mode}", "^fancy$"),
        apply("replace --force -f -", "deleted and made anew")
            .input(Manifests.map("settings", "fancy"))
            .prints("^configmap \"settings\" deleted", "^configmap/settings replaced$")
            .then("get configmap settings -o jsonpath={.data.mode}", "^fancy$"),
        apply("replace -f -", "that somebody was faster")
            .input(
                Manifests.map("settings", "late")
                    .replace("name: settings", "name: settings, resourceVersion: \"1\""))
            .exits(1)
            .prints(
                "\\(Conflict\\): .*Operation cannot be fulfilled on configmaps \"settings\": the"
                    + " object has been modified; please apply your changes to the latest version"
                    + " and try again$"),
        apply("edit configmap settings", "what the editor left")
            .editor("sed -i s/plain/fancy/")
            .prints("^configmap/settings edited$")
            .then("get configmap settings -o jsonpath={.data.mode}", "^fancy$"),
        apply("edit deployment web", "that nothing was changed")
            .editor("true")
            .prints("^Edit cancelled, no changes made"));
  }

  private static Row apply(String command, String seen) {
    return Row.of("apply, diff, replace, edit", command, seen).on(Row.Stage.ONE);
  }

  static List<Row> patch() {
    return List.of(
        patch(
                "patch deployment web -p"
                    + " '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\","
                    + "\"image\":\"stario/app:v2\"}]}}}}'",
                "one field of one container changed (strategic)")
            .prints("^deployment.apps/web patched$")
            .then(IMAGE, ":v2$")
            .then(ENV, "MODE"),
        patch("patch deployment web --type=merge -p '{\"spec\":{\"replicas\":1}}'", "one pod less")
            .prints("^deployment.apps/web patched$")
            .then("get deployment web", "^web +1/1 +1 +1"),
        patch(
                "patch deployment web --type=json -p"
                    + " '[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":2},"
                    + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":1}]'",
                "one pod less")
            .prints("^deployment.apps/web patched$")
            .then(REPLICAS, "^1$"),
        patch(
                "patch deployment web --type=json -p"
                    + " '[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":9},"
                    + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":1}]'",
                "that the test failed, nothing changed")
            .exits(1)
            .prints("the server rejected our request due to an error in our request")
            .then(REPLICAS, "^2$"),
        patch(
                "patch deployment web --subresource=scale --type=merge -p"
                    + " '{\"spec\":{\"replicas\":1}}'",
                "one pod less")
            .prints("web patched$")
            .then(REPLICAS, "^1$"),
        patch("patch configmap settings --type=merge -p '{\"data\":{\"mode\":null}}'", "a key gone")
            .prints("^configmap/settings patched$")
            .then("get configmap settings -o jsonpath={.data}", "\\A(\\{\\})?\\z"),
        patch("patch deployment web -p '{\"spec\":{\"replicas\":2}}'", "no change")
            .prints("^deployment.apps/web patched \\(no change\\)$"),
        patch("scale deployment/web --replicas=3", "three pods")
            .prints("^deployment.apps/web scaled$")
            .then("get deployment web", "^web +3/3 +3 +3"),
        patch("scale deployment/web --replicas=0", "no pod")
            .prints("^deployment.apps/web scaled$")
            .then("get pods", "No resources found"),
        patch("scale deployment/web --current-replicas=9 --replicas=3", "that there are two")
            .exits(1)
            .prints("Expected replicas to be 9, was 2")
            .then(REPLICAS, "^2$"));
  }

  private static Row patch(String command, String seen) {
    return Row.of("patch, scale", command, seen).on(Row.Stage.ONE);
  }

  static List<Row> set() {
    return List.of(
        set("set image deployment/web app=stario/app:v2", "the new image rolled out")
            .prints("^deployment.apps/web image updated$")
            .then("rollout status deployment/web", "successfully rolled out")
            .then(
                "get pods -o jsonpath='{.items[*].spec.containers[*].image}'", "^\\S+:v2 \\S+:v2$"),
        set("set image deployment/web nope=stario/app:v2", "that there is no such container")
            .exits(1)
            .prints("unable to find container named \"nope\""),
        set("set env deployment/web MODE=fancy MORE=1", "the variables rolled out")
            .prints("^deployment.apps/web env updated$")
            .then(ENV, "\"fancy\".*\"MORE\""),
        set("set env deployment/web MODE-", "the variable gone")
            .prints("^deployment.apps/web env updated$")
            .then(ENV, "\\A\\z"),
        set("set env deployment/web --list", "the variables").prints("^MODE=plain$"),
        set("set resources deployment web --limits=cpu=200m", "the limit")
            .prints("^deployment.apps/web resource requirements updated$")
            .then(
                "get deployment web -o"
                    + " jsonpath='{.spec.template.spec.containers[0].resources.limits.cpu}'",
                "^200m$"),
        set("set serviceaccount deployment web robot", "the account")
            .prints("^deployment.apps/web serviceaccount updated$")
            .then("get deployment web -o jsonpath={.spec.template.spec.serviceAccount}", "^robot$"),
        set("set selector service web app=other", "the selector")
            .prints("^service/web selector updated$")
            .then("get service web -o jsonpath={.spec.selector.app}", "^other$"));
  }

  private static Row set(String command, String seen) {
    return Row.of("set", command, seen).on(Row.Stage.ONE);
  }

  static List<Row> marks() {
    return List.of(
        marks("label deployment web owner=team", "the label")
            .prints("^deployment.apps/web labeled$")
            .then("get deployment -l owner=team -o name", "web"),
        marks("label deployment web tier=back", "that it has one already")
            .exits(1)
            .prints("'tier' already has a value \\(front\\), and --overwrite is false"),
        marks("label deployment web tier=back --overwrite", "the new value")
            .prints("^deployment.apps/web labeled$")
            .then("get deployment -l tier=back -o name", "web"),
        marks("label deployment web tier-", "the label gone")
            .prints("^deployment.apps/web unlabeled$")
            .then("get deployment -l '!tier' -o name", "web"),
        marks("label pods -l app=web wave=1", "the label on both")
            .prints("(?s)pod/web-\\S+ labeled.*pod/web-\\S+ labeled"),
        marks(
                "annotate deployment web kubernetes.io/change-cause='hot fix' --overwrite",
                "the note")
            .prints("^deployment.apps/web annotated$")
            .then("rollout history deployment/web", "^1 +hot fix$"),
        marks("annotate deployment web kubernetes.io/change-cause-", "the note gone")
            .prints("^deployment.apps/web annotated$")
            .then(
                "get deployment web -o"
                    + " jsonpath='{.metadata.annotations.kubernetes\\.io/change-cause}'",
                "\\A\\z"));
  }

  private static Row marks(String command, String seen) {
    return Row.of("label, annotate", command, seen).on(Row.Stage.ONE);
  }

  static List<Row> delete() {
    return List.of(
        delete("delete deployment web", "its replica sets and pods gone too")
            .prints("^deployment.apps \"web\" deleted")
            .then("get replicasets,pods", "No resources found"),
        delete("delete deployment web --cascade=foreground", "pods gone before it")
            .prints("^deployment.apps \"web\" deleted")
            .then("get replicasets,pods", "No resources found"),
        delete("delete deployment web --cascade=orphan", "its pods stay")
            .prints("^deployment.apps \"web\" deleted")
            .then("get deployments", "No resources found")
            .then("get replicasets", " 2 +2 +2 ")
            .then("get replicasets -o jsonpath='{.items[*].metadata.ownerReferences}'", "\\A\\z"),
        delete("delete pod {pod}", "another in its place")
            .prints("^pod \"web-\\S+\" deleted")
            .then("get deployment web", "^web +2/2 "),
        delete("delete pods -l app=web --wait=false", "others in their place")
            .prints("^pod \"web-\\S+\" deleted")
            .then("get deployment web", "^web +2/2 "),
        delete("delete pod {pod} --grace-period=0 --force", "a warning, and the pod gone")
            .prints("Warning: Immediate deletion does not wait", "force deleted"),
        delete("delete -f -", "what the manifest names")
            .input(Manifests.map("settings", "plain"))
            .prints("^configmap \"settings\" deleted"),
        delete("delete configmaps,services --all", "all of the kinds")
            .prints("^configmap \"settings\" deleted", "^service \"web\" deleted"),
        delete("delete deployment web --dry-run=server", "nothing gone")
            .prints(
                "^deployment.apps \"web\" deleted .*\\(server dry run\\)|deleted \\(server dry"
                    + " run\\)")
            .then("get deployment web", "^web +2/2 "),
        delete("delete deployment nothing", "that it is not there")
            .exits(1)
            .prints("\\(NotFound\\): deployments.apps \"nothing\" not found"),
        delete("delete deployment nothing --ignore-not-found", "nothing").lacks("."),
        delete("delete namespace {ns}", "everything in it gone")
            .prints("^namespace \"\\S+\" deleted")
            .then("get namespace {ns}", "NotFound"));
  }

  private static Row delete(String command, String seen) {
    return Row.of("delete", command, seen).on(Row.Stage.ONE);
  }
}
