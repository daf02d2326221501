package uz.stario.rollback.app.conformance;

import java.util.List;

/** What is refused, and in which words. */
final class RefusalRows {
  private RefusalRows() {}

  static List<Row> access() {
    return List.of(
        Row.of("access", "auth can-i patch deployments", "yes").prints("^yes$"),
        Row.of("access", "auth can-i --list", "all that is allowed")
            .prints("Resources +Non-Resource URLs +Resource Names +Verbs", "\\*"),
        Row.of("access", "auth whoami", "who asks").prints("ATTRIBUTE +VALUE", "^Username +\\S+"),
        viewer("auth can-i get pods", "yes").prints("^yes$"),
        viewer("auth can-i patch deployments", "no").exits(1).prints("^no"),
        viewer("get deployment web", "it").prints("^web +2/2 "),
        viewer("get deployment web -w", "it, and its changes")
            .on(Row.Stage.ONE)
            .during("scale deployment/web --replicas=1", "scaled")
            .prints("^web +1/1 "),
        forbidden("scale deployment/web --replicas=1", "patch", "deployments/scale", "apps"),
        forbidden("set image deployment/web app=stario/app:v9", "patch", "deployments", "apps"),
        forbidden("rollout undo deployment/web", "patch", "deployments", "apps"),
        forbidden("delete deployment web", "delete", "deployments", "apps"),
        forbidden("delete pods --all", "delete", "pods", ""),
        forbidden("create configmap x --from-literal=a=b", "create", "configmaps", ""),
        forbidden("label deployment web a=b", "patch", "deployments", "apps"),
        viewer("exec {pod} -- true", "that it may not")
            .exits(1)
            .prints("cannot (create|get) resource \"pods/exec\""));
  }

  private static Row viewer(String command, String seen) {
    return Row.of("access", command, seen).as(Row.Role.VIEWER).on(Row.Stage.ONE);
  }

  private static Row forbidden(String command, String verb, String resource, String group) {
    return viewer(command, "403 naming " + verb + " and " + resource)
        .on(command.contains("undo") ? Row.Stage.TWO : Row.Stage.ONE)
        .exits(1)
        .prints(
            "is forbidden: User \"viewer\" cannot "
                + verb
                + " resource \""
                + resource
                + "\" in API group \""
                + group
                + "\" in the namespace \"\\S+\"");
  }

  static List<Row> badInput() {
    return List.of(
        bad("create -f -", "where the YAML breaks").input("a: [").prints("error: error parsing"),
        bad("create --raw /api/v1/namespaces/{ns}/configmaps -f -", "400: no JSON")
            .input("{")
            .prints("^Error from server \\(BadRequest\\)"),
        bad("create -f -", "that no such kind is served")
            .input("apiVersion: stario.uz/v1\nkind: Gadget\nmetadata: {name: g}\n")
            .prints("no matches for kind \"Gadget\" in version \"stario.uz/v1\""),
        bad("get gadgets", "that no such kind is served")
            .prints("^error: the server doesn't have a resource type \"gadgets\"$"),
        bad("get pods -l 'app in web'", "400: what is wrong with the selector")
            .prints("unable to parse requirement: found 'web',? expected: '\\('"),
        bad("get pods --field-selector nope=1", "400: that there is no such field")
            .prints("\\(BadRequest\\): .*field label not supported: nope"),
        bad("create configmap Not_A_Name", "422: what a name is")
            .prints(
                "^error: failed to create configmap: ConfigMap \"Not_A_Name\" is invalid:"
                    + " metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123"
                    + " subdomain must consist of lower case alphanumeric characters"),
        bad("create configmap x --namespace nowhere", "404: that there is no such namespace")
            .prints("namespaces \"nowhere\" not found"),
        bad("patch deployment web -p '{\"spec\":{\"replicas\":\"three\"}}'", "that it is no number")
            .prints("\\((BadRequest|Invalid|InternalError)\\)|cannot|unrecognized type: int32"),
        bad("patch deployment web -p '{\"spec\":{\"replicas\":-1}}'", "422: at least zero")
            .prints(
                "^The Deployment \"web\" is invalid: spec.replicas: Invalid value: -1: must be"
                    + " greater than or equal to 0$"),
        bad(
                "patch deployment web --type=merge -p"
                    + " '{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}}'",
                "422: labels, and that the selector stays")
            .prints("^The Deployment \"web\" is invalid: ", "spec.selector: .*field is immutable"),
        bad(
                "patch deployment web --type=json -p"
                    + " '[{\"op\":\"remove\",\"path\":\"/spec/template/spec/containers\"}]'",
                "422: that containers are needed")
            .prints(
                "^The Deployment \"web\" is invalid: spec.template.spec.containers: Required"
                    + " value$"),
        bad(
                "patch deployment web --type=json -p '[{\"op\":\"dance\",\"path\":\"/a\"}]'",
                "a refusal")
            .prints("^(error|Error|The request is invalid)"),
        bad("patch deployment web --type=strategic -p '[]'", "that it is no object")
            .prints("cannot unmarshal array"),
        bad("create -f -", "400: the field that is not known")
            .input(
                Manifests.deployment("stario/app:v1")
                    .replace("name: web\n", "name: other\n")
                    .replace("replicas:", "replicaz:"))
            .prints("strict decoding error: unknown field \"spec.replicaz\""),
        bad("label deployment web 'owner=no good'", "what a label's value is")
            .prints("a valid label must be an empty string or consist of alphanumeric characters"),
        bad("create configmap x --from-literal=a=b --from-literal=a=c", "that it is there twice")
            .prints("cannot add key \"a\", another key by that name already exists"));
  }

  private static Row bad(String command, String seen) {
    return Row.of("bad input", command, seen).on(Row.Stage.ONE).exits(1);
  }
}
