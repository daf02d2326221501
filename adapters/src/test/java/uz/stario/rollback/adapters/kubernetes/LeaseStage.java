package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;

/** A namespace of its own, its Lease, and machines that know it. */
final class LeaseStage implements AutoCloseable {

  private final KubernetesConnection.Settings settings;
  private final Api api;
  private final Paths paths;
  private final List<KubernetesWorkloads> machines = new ArrayList<>();

  LeaseStage(KubernetesConnection.Settings elsewhere, String namespace) {
    settings =
        new KubernetesConnection.Settings(
            elsewhere.kubeconfig(),
            elsewhere.context(),
            Optional.of(namespace),
            elsewhere.environment(),
            elsewhere.serviceAccount(),
            elsewhere.read());
    api =
        given(
            Transport.open(
                given(KubeConfigs.choose(settings)), settings.read(), Map.of(), new Redactor()));
    paths = new Paths(namespace);
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    object.putObject("metadata").put("name", namespace);
    ok(api.send("POST", "namespaces", "/api/v1/namespaces", Api.JSON, object));
  }

  /** Fifty connections of their own would measure TLS; locks are opened anew each time. */
  synchronized Registries another() {
    if (machines.size() < 2) {
      machines.add(given(KubernetesConnection.open(settings)));
    }
    return machines.getLast().locks();
  }

  ObjectNode lease() {
    return (ObjectNode) ok(api.get("get", Paths.LEASES, path()));
  }

  void put(JsonNode lease) {
    ok(api.send("PUT", Paths.LEASES, path(), Api.JSON, lease));
  }

  void create(JsonNode lease) {
    ok(api.send("POST", Paths.LEASES, paths.all(Paths.LEASES), Api.JSON, lease));
  }

  void delete() {
    ok(api.send("DELETE", Paths.LEASES, path(), Api.JSON, Json.object()));
  }

  private String path() {
    return paths.one(Paths.LEASES, LeaseObject.NAME);
  }

  private static JsonNode ok(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Ok.class);
    return ((Reply.Ok) reply).body();
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  @Override
  public void close() {
    machines.forEach(KubernetesWorkloads::close);
    ok(api.send("DELETE", "namespaces", paths.namespacePath(), Api.JSON, Json.object()));
    api.close();
  }
}
