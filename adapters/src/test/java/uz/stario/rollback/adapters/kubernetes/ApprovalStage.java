package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;

/** A namespace of its own, and people who reach it. */
final class ApprovalStage implements AutoCloseable {

  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";
  private static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1/";
  private static final List<String> POLICY =
      List.of("validatingadmissionpolicies", "validatingadmissionpolicybindings");

  private final ClusterAccess access;
  private final Duration read;
  private final String namespace;
  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final List<Api> opened = new ArrayList<>();
  private final List<LeaseApprovals> places = new ArrayList<>();
  private boolean guarded;

  ApprovalStage(KubernetesConnection.Settings settings, String namespace) {
    this.access = given(KubeConfigs.choose(settings));
    this.read = settings.read();
    this.namespace = namespace;
    this.api = given(Transport.open(access, read, Map.of(), new Redactor()));
    this.paths = new Paths(namespace);
    this.place = new Problems.Place(access.context(), namespace, access.server());
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
    object.putObject("metadata").put("name", namespace);
    post("/api/v1/namespaces", object);
  }

  /** The place as the kubeconfig's own user reaches it. */
  LeaseApprovals own() {
    return new LeaseApprovals(api, paths, place);
  }

  /** A user of the cluster. */
  LeaseApprovals as(String user) {
    places.add(new LeaseApprovals(open(user), paths, place));
    return places.getLast();
  }

  /** What the server says when a user writes a Lease as it stands there. */
  Reply writes(String user, String method, JsonNode lease) {
    String path =
        method.equals("POST") ? paths.all(Paths.LEASES) : paths.one(Paths.LEASES, Json.name(lease));
    return open(user).send(method, Paths.LEASES, path, Api.JSON, lease);
  }

  private Api open(String user) {
    Map<String, Object> other = new LinkedHashMap<>(access.user());
    other.put("as", user);
    opened.add(
        given(
            Transport.open(
                new ClusterAccess(access.context(), namespace, access.cluster(), other),
                read,
                Map.of(),
                new Redactor())));
    return opened.getLast();
  }

  /** Gives users what docs/approvals.md says. */
  void allow(String... users) {
    List<?> objects = yaml(shipped("approval-role.yaml"));
    ObjectNode role = object(objects.getFirst());
    role.withObject("metadata").put("namespace", namespace);
    post(RBAC + namespace + "/roles", role);
    ObjectNode binding = object(objects.get(1));
    binding.withObject("metadata").put("namespace", namespace);
    var subjects = binding.putArray("subjects");
    for (String user : users) {
      subjects
          .addObject()
          .put("kind", "User")
          .put("apiGroup", "rbac.authorization.k8s.io")
          .put("name", user);
    }
    post(RBAC + namespace + "/rolebindings", binding);
    for (String user : users) {
      LeaseApprovals there = as(user);
      await(() -> there.given(new RunId("none")) instanceof Answer.Given<?>);
    }
  }

  /** Puts the shipped policy in force, in this namespace alone. */
  void guard() {
    guarded = true;
    List<?> objects = yaml(shipped("approval-policy.yaml"));
    for (int i = 0; i < POLICY.size(); i++) {
      ObjectNode object = object(objects.get(i));
      object.withObject("metadata").put("name", policy());
      if (i == 1) {
        object.withObject("spec").put("policyName", policy());
        object
            .withObject("spec")
            .putObject("matchResources")
            .putObject("namespaceSelector")
            .putObject("matchLabels")
            .put("kubernetes.io/metadata.name", namespace);
      }
      post(ADMISSION + POLICY.get(i), object);
    }
    String all = paths.all(Paths.LEASES) + "?dryRun=All";
    await(() ->
        api.send("POST", Paths.LEASES, all, Api.JSON, ApprovalLease.probe("nobody"))
            instanceof Reply.Failed);
  }

  private String policy() {
    return "stario-approvals-" + namespace;
  }

  /** The API server learns of roles and policies from its own store, a moment later. */
  private static void await(BooleanSupplier so) {
    Instant end = Instant.now().plusSeconds(60);
    while (!so.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  /** A file that users are told to apply. */
  static String shipped(String name) {
    try {
      return Files.readString(Path.of("../docs", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<?> yaml(String text) {
    List<Object> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
    return documents;
  }

  private static ObjectNode object(Object document) {
    return (ObjectNode) Json.parse(uz.stario.rollback.adapters.json.Json.write(document));
  }

  void create(JsonNode lease) {
    post(paths.all(Paths.LEASES), lease);
  }

  ObjectNode lease(String name) {
    return (ObjectNode) ok(api.get("get", Paths.LEASES, paths.one(Paths.LEASES, name)));
  }

  void put(JsonNode lease) {
    ok(api.send("PUT", Paths.LEASES, paths.one(Paths.LEASES, Json.name(lease)), Api.JSON, lease));
  }

  void empty() {
    ok(api.send("DELETE", Paths.LEASES, paths.all(Paths.LEASES), Api.JSON, Json.object()));
  }

  private void post(String path, JsonNode object) {
    ok(api.send("POST", "objects", path, Api.JSON, object));
  }

  private static JsonNode ok(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Ok.class);
    return ((Reply.Ok) reply).body();
  }

  static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  @Override
  public void close() {
    if (guarded) {
      for (String kind : POLICY) {
        ok(api.send("DELETE", kind, ADMISSION + kind + "/" + policy(), Api.JSON, Json.object()));
      }
    }
    ok(api.send("DELETE", "namespaces", paths.namespacePath(), Api.JSON, Json.object()));
    places.forEach(LeaseApprovals::close);
    opened.forEach(Api::close);
    api.close();
  }
}
