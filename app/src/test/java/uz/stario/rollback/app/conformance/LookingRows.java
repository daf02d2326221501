package uz.stario.rollback.app.conformance;

import java.util.List;

/** Commands that change nothing. */
final class LookingRows {
  private LookingRows() {}

  static List<Row> get() {
    return List.of(
        get("get deployment web", "ready, up-to-date and available pods")
            .prints("NAME +READY +UP-TO-DATE +AVAILABLE +AGE", "^web +2/2 +2 +2 +\\d+[smh]"),
        get("get pods", "ready containers, status and restarts")
            .prints(
                "NAME +READY +STATUS +RESTARTS +AGE",
                "^web-[a-z0-9]+-[a-z0-9]{5} +1/1 +Running +0 +\\d+[smh]"),
        get("get pods -o wide", "addresses and nodes")
            .prints("AGE +IP +NODE +NOMINATED NODE +READINESS GATES", "<none> +<none>"),
        get("get deployment web -o wide", "containers, images, selector")
            .prints("CONTAINERS +IMAGES +SELECTOR", " app +[^ ]+:v2 +app=web"),
        get("get replicasets -o wide", "one of two pods, one of none")
            .prints(
                "NAME +DESIRED +CURRENT +READY +AGE +CONTAINERS",
                " 2 +2 +2 .*:v2 ",
                " 0 +0 +0 .*:v1 "),
        get("get service web -o wide", "type, address, ports, selector")
            .prints(
                "NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE +SELECTOR",
                "^web +ClusterIP +10[.0-9]+ +<none> +80/TCP +\\d+[smh]+ +app=web"),
        get("get deployment,service -o name", "kinds and names")
            .prints("^deployment.apps/web$", "^service/web$"),
        get("get deployment web -o json", "the object as JSON")
            .prints(
                "\"kind\": \"Deployment\"",
                "\"progressDeadlineSeconds\": 600",
                "\"readyReplicas\": 2"),
        get("get deployments -o json", "a list as JSON")
            .prints("\"kind\": \"List\"", "\"apiVersion\": \"apps/v1\""),
        get("get deployment web -o yaml", "the object as YAML")
            .prints("^kind: Deployment", "^  replicas: 2", "    type: RollingUpdate"),
        get("get deployment web -o jsonpath='{.spec.template.spec.containers[*].image}'", "a field")
            .prints(":v2$"),
        get(
                "get deployment web -o custom-columns=N:.metadata.name,R:.spec.replicas",
                "columns of one's own")
            .prints("^N +R$", "^web +2$"),
        get(
                "get pods -o go-template='{{range .items}}{{.status.phase}} {{end}}'",
                "a Go template filled")
            .prints("^Running Running $"),
        get("get pods -A", "pods of all namespaces")
            .prints("NAMESPACE +NAME +READY", "^{ns} +web-".replace("{ns}", "shared-[a-z0-9]+")),
        get("get all", "pods, service, deployment, replica sets")
            .prints("^pod/web-", "^service/web ", "^deployment.apps/web ", "^replicaset.apps/web-"),
        get("get pods -l app=web,tier!=back -o name", "what the labels pick").prints("^pod/web-"),
        get("get pods -l 'app in (web, api),!gone' -o name", "what the set-based labels pick")
            .prints("^pod/web-"),
        get("get pods -l app=api", "that nothing is there").prints("No resources found in"),
        get("get pods --field-selector status.phase=Running -o name", "what the field picks")
            .prints("^pod/web-"),
        get("get pods --field-selector status.phase!=Running", "that nothing is there")
            .prints("No resources found in"),
        get("get deployments --field-selector metadata.name=web -o name", "the one of that name")
            .prints("^deployment.apps/web$"),
        get(
                "get replicasets --sort-by=.spec.replicas -o custom-columns=R:.spec.replicas",
                "in that order")
            .prints("(?s)^R\\n0\\n2\\n"),
        get("get deployment web --show-labels", "the labels")
            .prints("AGE +LABELS", "app=web,tier=front"),
        get("get deployment web -L tier", "a column of a label").prints("AGE +TIER", " front$"),
        get("get pods --chunk-size=1 -o name", "both pods, one a page")
            .prints("(?s)pod/web-.*pod/web-"),
        get("get deployment web -w", "every change as it happens")
            .on(Row.Stage.ONE)
            .during("scale deployment/web --replicas=3", "scaled")
            .prints("^web +2/2 ", "^web +2/3 ", "^web +3/3 "),
        get("get pods --watch-only -o name", "only what changes")
            .on(Row.Stage.ONE)
            .during("delete pod {pod} --wait=false", "deleted")
            .prints("^pod/web-"),
        get("get deployment web --output-watch-events -w", "the kind of each change")
            .on(Row.Stage.ONE)
            .during("delete deployment web", "deleted")
            .prints("^EVENT +NAME", "^ADDED +web", "^DELETED +web"),
        get("get configmap settings -o jsonpath={.data.mode}", "a value").prints("^plain$"),
        get("get nodes", "the nodes").prints("NAME +STATUS +ROLES +AGE +VERSION", " Ready "),
        get("get namespaces", "the namespaces").prints("NAME +STATUS +AGE", "^default +Active "),
        get("get deployment nothing", "that it is not there")
            .exits(1)
            .prints("^Error from server \\(NotFound\\): deployments.apps \"nothing\" not found$"),
        get("get deployment nothing --ignore-not-found", "nothing").lacks("."),
        get("get --raw /readyz", "ok").prints("^ok$"));
  }

  private static Row get(String command, String seen) {
    return Row.of("get", command, seen);
  }

  static List<Row> describe() {
    return List.of(
        describe("describe deployment web", "counts, strategy, template, replica sets, events")
            .prints(
                "^Name: +web$",
                "^Annotations: +deployment.kubernetes.io/revision: 2$",
                "^Replicas: +2 desired \\| 2 updated \\| 2 total \\| 2 available \\| 0 unavailable",
                "^RollingUpdateStrategy: +25% max unavailable, 25% max surge",
                "Available +True +MinimumReplicasAvailable",
                "^OldReplicaSets: +web-[a-z0-9]+ \\(0/0 replicas created\\)",
                "^NewReplicaSet: +web-[a-z0-9]+ \\(2/2 replicas created\\)",
                "Normal +ScalingReplicaSet .*deployment-controller +Scaled up replica set web-"),
        describe("describe pod {pod}", "owner, node, containers, conditions")
            .prints(
                "^Controlled By: +ReplicaSet/web-",
                "^Status: +Running",
                "Image: +[^ ]+:v2",
                "State: +Running",
                "MODE: +plain",
                "^  Ready +True"),
        describe("describe pod {pod}", "what its kubelet did")
            .needs(Row.Need.KUBELET)
            .prints(
                "Normal +Scheduled .*default-scheduler +Successfully assigned",
                "Normal +Pulled .*kubelet",
                "Normal +Started .*kubelet"),
        describe("describe replicaset -l app=web", "owner, counts, pods' states")
            .prints(
                "^Controlled By: +Deployment/web",
                "^Replicas: +2 current / 2 desired",
                "Pods Status: +2 Running / 0 Waiting / 0 Succeeded / 0 Failed"),
        describe("describe service web", "type, address, ports, selector")
            .prints(
                "^Type: +ClusterIP",
                "^Selector: +app=web",
                "^Port: +http +80/TCP",
                "^TargetPort: +8080/TCP"),
        describe("describe service web", "the pods' addresses")
            .prints("^Endpoints: +\\d+\\.\\d+\\.\\d+\\.\\d+:8080")
            .differs("no EndpointSlices: the ingress and the service proxy look at pods"),
        describe("describe configmap settings", "its data").prints("(?s)mode:\n----\nplain"),
        describe("describe namespace {ns}", "its state").prints("^Status: +Active"),
        describe("describe nodes", "conditions and room")
            .prints("^Conditions:", "^Allocatable:", "Ready +True +.*KubeletReady"),
        describe("describe deployment nothing", "that it is not there")
            .exits(1)
            .prints("\\(NotFound\\): deployments.apps \"nothing\" not found"));
  }

  private static Row describe(String command, String seen) {
    return Row.of("describe", command, seen);
  }

  static List<Row> events() {
    return List.of(
        events("get events", "what happened, to what")
            .prints(
                "LAST SEEN +TYPE +REASON +OBJECT +MESSAGE",
                "Normal +ScalingReplicaSet +deployment/web +Scaled up replica set web-",
                "Normal +SuccessfulCreate +replicaset/web-\\S+ +Created pod: web-"),
        events(
                "get events --field-selector reason=ScalingReplicaSet,involvedObject.name=web",
                "only those")
            .prints("ScalingReplicaSet")
            .lacks("SuccessfulCreate"),
        events("get events --sort-by=.metadata.creationTimestamp -o name", "them in order")
            .prints("^event/web"),
        events("events --for deployment/web", "those of one object")
            .prints("LAST SEEN +TYPE +REASON +OBJECT +MESSAGE", "ScalingReplicaSet")
            .lacks("SuccessfulCreate"),
        events("events --types=Warning", "that there are none").prints("No events found"),
        events("events --types=Warning", "the image that cannot be pulled")
            .on(Row.Stage.ONE)
            .needs(Row.Need.KUBELET)
            .before("set image deployment/web app=stario/app:nopull", "updated")
            .before("get events --field-selector type=Warning", "Failed")
            .prints("Warning +Failed +Pod/web-\\S+ .*stario/app:nopull"));
  }

  private static Row events(String command, String seen) {
    return Row.of("events", command, seen);
  }

  static List<Row> served() {
    return List.of(
        served("api-resources", "kinds with short names")
            .prints(
                "NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND",
                "^deployments +deploy +apps/v1 +true +Deployment$",
                "^pods +po +v1 +true +Pod$",
                "^namespaces +ns +v1 +false +Namespace$"),
        served("api-resources --namespaced=false -o name", "kinds outside namespaces")
            .prints("^nodes$")
            .lacks("^pods$"),
        served("api-resources --verbs=list,watch --api-group=apps -o name", "kinds of a group")
            .prints("^deployments.apps$", "^replicasets.apps$"),
        served("api-versions", "groups and versions").prints("^apps/v1$", "^v1$"),
        served("explain deployment", "what the kind is for, and its fields")
            .prints(
                "^GROUP: +apps",
                "^KIND: +Deployment",
                "^VERSION: +v1",
                "^FIELDS:",
                "^  metadata\t<ObjectMeta>",
                "^  spec\t<DeploymentSpec>"),
        served("explain deployment.spec.replicas", "what the field is for")
            .prints("FIELD: replicas <integer>", "Number of desired pods"),
        served("explain deployment.spec", "its fields, and which must be there")
            .prints(
                "FIELD: spec <DeploymentSpec>",
                "^  selector\t<LabelSelector> -required-",
                "^  template\t<PodTemplateSpec> -required-"),
        served("explain deployment.spec.template.spec.containers", "the fields of a container")
            .prints(
                "FIELD: containers <\\[\\]Container>",
                "^  env\t<\\[\\]EnvVar>",
                "^  name\t<string> -required-",
                "^  readinessProbe\t<Probe>"),
        served("explain pods.spec.containers.resources.limits", "a map")
            .prints("FIELD: limits <map\\[string\\]Quantity>"),
        served("explain lease --recursive", "the fields below too")
            .prints("^  spec\t<LeaseSpec>", "^    holderIdentity\t<string>"),
        served("explain deployment.spec.nothing", "that there is no such field")
            .exits(1)
            .prints("^error: field \"nothing\" does not exist"),
        served("cluster-info", "where the control plane is")
            .prints("Kubernetes control plane.* is running at"),
        served("version", "the server's version").prints("^Server Version: v1\\."),
        served("top pods", "that there are no metrics")
            .needs(Row.Need.NO_METRICS)
            .exits(1)
            .prints("^error: Metrics API not available"),
        served("top nodes", "that there are no metrics")
            .needs(Row.Need.NO_METRICS)
            .exits(1)
            .prints("^error: Metrics API not available"));
  }

  private static Row served(String command, String seen) {
    return Row.of("the cluster", command, seen);
  }
}
