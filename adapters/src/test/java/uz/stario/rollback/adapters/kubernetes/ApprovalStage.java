package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;

/** A namespace of its own, and people who reach it as whom an administrator acts. */
final class ApprovalStage implements AutoCloseable {

  private final String kubeconfig;
  private final Path folder;
  private final Api api;
  private final Paths paths =
      new Paths("approvals-" + UUID.randomUUID().toString().substring(0, 8));
  private final List<KubernetesWorkloads> connections = new ArrayList<>();

  /**
   * @param kubeconfig of somebody who may act as others, by a token
   */
  ApprovalStage(String kubeconfig, Path folder) {
    this.kubeconfig = kubeconfig;
    this.folder = folder;
    var settings = settings("admin", kubeconfig);
    api =
        given(Transport.open(given(KubeConfigs.choose(settings)), settings.read(), new Redactor()));
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    object.putObject("metadata").put("name", paths.namespace());
    ok(api.send("POST", "namespaces", "/api/v1/namespaces", Api.JSON, object));
  }

  Approvals as(String person) {
    String theirs =
        kubeconfig
            .replaceAll(
                "\\{token: ([^}]+)\\}",
                "{token: $1, as: " + person + ", as-groups: [\"system:masters\"]}")
            .replaceAll(
                "(?m)^( *)token: (.*)$",
                "$1token: $2\n$1as: " + person + "\n$1as-groups: [\"system:masters\"]");
    assertThat(theirs).isNotEqualTo(kubeconfig);
    KubernetesWorkloads connection = given(KubernetesConnection.open(settings(person, theirs)));
    connections.add(connection);
    return connection.approvals();
  }

  /** What the server says to an object of the policy or of an approval. */
  Reply create(String path, JsonNode object) {
    return api.send("POST", "anything", path, Api.JSON, object);
  }

  Reply delete(String path) {
    return api.send("DELETE", "anything", path, Api.JSON, Json.object());
  }

  Paths paths() {
    return paths;
  }

  Api api() {
    return api;
  }

  private KubernetesConnection.Settings settings(String name, String text) {
    try {
      Path file = Files.writeString(folder.resolve(name), text);
      return KubernetesConnection.Settings.of(
          Optional.of(file), Optional.empty(), Optional.of(paths.namespace()), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ok(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Ok.class);
  }

  static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  @Override
  public void close() {
    connections.forEach(KubernetesWorkloads::close);
    ok(delete(paths.namespacePath()));
    api.close();
  }
}
