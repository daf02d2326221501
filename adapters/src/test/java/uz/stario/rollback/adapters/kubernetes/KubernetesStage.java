package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.testkit.WorkloadsContract;

/** A namespace of its own on any Kubernetes API, changed as kubectl would. */
final class KubernetesStage implements WorkloadsContract.Stage {

  private final Api api;
  private final KubernetesWorkloads workloads;
  private final Paths paths;
  private final Function<Integer, String> images;
  private final String missing;

  KubernetesStage(
      KubernetesConnection.Settings settings,
      String namespace,
      Function<Integer, String> images,
      String missing) {
    KubernetesConnection.Settings here =
        new KubernetesConnection.Settings(
            settings.kubeconfig(),
            settings.context(),
            Optional.of(namespace),
            settings.environment(),
            settings.serviceAccount(),
            settings.read());
    ClusterAccess access = given(KubeConfigs.choose(here));
    api = given(Transport.open(access, here.read(), Map.of(), new Redactor()));
    workloads = given(KubernetesConnection.open(here));
    paths = new Paths(namespace);
    this.images = images;
    this.missing = missing;
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    object.putObject("metadata").put("name", namespace);
    send("POST", "/api/v1/namespaces", object);
  }

  @Override
  public Workloads workloads() {
    return workloads;
  }

  KubernetesWorkloads kubernetes() {
    return workloads;
  }

  @Override
  public String image(int version) {
    return images.apply(version);
  }

  @Override
  public String missingImage() {
    return missing;
  }

  @Override
  public void create(String name, String image, int replicas) {
    create(Objects.deployment(name, image, replicas));
  }

  void create(JsonNode deployment) {
    send("POST", paths.all(Paths.DEPLOYMENTS), deployment);
  }

  @Override
  public void setImage(String name, String image) {
    patch(
        name, "replace", "/spec/template/spec/containers/0/image", Json.parse("\"" + image + "\""));
  }

  @Override
  public void setEnv(String name, String variable, String value) {
    JsonNode entry = Json.object().put("name", variable).put("value", value);
    patch(name, "add", "/spec/template/spec/containers/0/env", Objects.array(entry));
  }

  @Override
  public void scale(String name, int replicas) {
    patch(name, "replace", "/spec/replicas", Json.parse("" + replicas));
  }

  @Override
  public void pause(String name) {
    patch(name, "add", "/spec/paused", Json.parse("true"));
  }

  @Override
  public void delete(String name) {
    send("DELETE", paths.one(Paths.DEPLOYMENTS, name), Json.object());
  }

  @Override
  public void setUnusualField(String name) {
    patch(name, "add", "/spec/template/spec/setHostnameAsFQDN", Json.parse("true"));
  }

  @Override
  public boolean hasUnusualField(String name) {
    return Json.flag(deployment(name), "spec", "template", "spec", "setHostnameAsFQDN");
  }

  @Override
  public void copyVerdict(String name, int version) {
    Reply reply = api.get("list", Paths.REPLICA_SETS, paths.all(Paths.REPLICA_SETS));
    assertThat(reply).isInstanceOf(Reply.Ok.class);
    JsonNode replicaSet =
        Json.items(((Reply.Ok) reply).body(), "items").stream()
            .filter(set ->
                Json.items(set, "spec", "template", "spec", "containers").stream()
                    .anyMatch(container -> Json.text(container, "image").equals(image(version))))
            .findFirst()
            .orElseThrow();
    ObjectNode annotations = Json.object();
    annotations.put(Verdicts.ANNOTATION, Json.annotation(replicaSet, Verdicts.ANNOTATION));
    patch(
        name,
        "add",
        "/metadata/annotations/rollback.stario.uz~1verdict",
        annotations.path(Verdicts.ANNOTATION));
  }

  /** Makes a ConfigMap or Secret, or gives it other data. */
  void configure(String reference, Map<String, String> data) {
    boolean secret = reference.startsWith("secret/");
    String resource = secret ? Paths.SECRETS : Paths.CONFIG_MAPS;
    String name = reference.substring(reference.indexOf('/') + 1);
    ObjectNode object = Json.object().put("apiVersion", "v1");
    object.put("kind", secret ? "Secret" : "ConfigMap");
    object.putObject("metadata").put("name", name);
    ObjectNode values = object.putObject(secret ? "stringData" : "data");
    data.forEach(values::put);
    boolean there = api.get("get", resource, paths.one(resource, name)) instanceof Reply.Ok;
    if (there) {
      send("PUT", paths.one(resource, name), object);
    } else {
      send("POST", paths.all(resource), object);
    }
  }

  JsonNode deployment(String name) {
    Reply reply = api.get("get", Paths.DEPLOYMENTS, paths.one(Paths.DEPLOYMENTS, name));
    assertThat(reply).isInstanceOf(Reply.Ok.class);
    return ((Reply.Ok) reply).body();
  }

  private void patch(String name, String op, String path, JsonNode value) {
    ObjectNode change = Json.object().put("op", op).put("path", path);
    change.set("value", value);
    Reply reply =
        api.patch(
            Paths.DEPLOYMENTS,
            paths.one(Paths.DEPLOYMENTS, name),
            Api.JSON_PATCH,
            Objects.array(change));
    assertThat(reply).isInstanceOf(Reply.Ok.class);
  }

  private void send(String method, String path, JsonNode body) {
    assertThat(api.send(method, "test", path, "application/json", body))
        .isInstanceOf(Reply.Ok.class);
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  @Override
  public void close() {
    workloads.close();
    send("DELETE", paths.namespacePath(), Json.object());
    api.close();
  }
}
