package uz.stario.rollback.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** What requests may look like, good and bad; each test has a namespace of its own. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class RequestsTest {
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Client client = new Client(sandbox);

  @AfterAll
  void close() {
    client.close();
    sandbox.close();
  }

  /** The path of the ConfigMaps of a new namespace. */
  private String maps(String namespace) {
    sandbox
        .cluster()
        .create(
            Manifest.parse(
                ("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'" + namespace + "'}}")
                    .replace('\'', '"')));
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private static String map(String name) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'}}";
  }

  private static List<String> names(JsonNode list) {
    return list.path("items").valueStream().map(Manifest::name).toList();
  }

  private static String token(Client.Answer answer) {
    return answer.json().at("/metadata/continue").asString("");
  }

  @Test
  void pages_show_the_state_of_the_first_page() throws Exception {
    String maps = maps("pages");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      client.post(maps, map(name));
    }
    Client.Answer page = client.get(maps + "?limit=2");
    assertThat(page.json().at("/metadata/remainingItemCount").asInt(0)).isEqualTo(3);
    List<String> seen = new ArrayList<>(names(page.json()));
    client.delete(maps + "/d");
    client.post(maps, map("cc"));
    while (!token(page).isEmpty()) {
      page = client.get(maps + "?limit=2&continue=" + token(page));
      seen.addAll(names(page.json()));
    }
    assertThat(seen).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void a_page_from_a_forgotten_state_is_gone_and_says_how_to_go_on() throws Exception {
    String maps = maps("gone");
    for (String name : List.of("a", "b", "c")) {
      client.post(maps, map(name));
    }
    String token = token(client.get(maps + "?limit=1"));
    client.delete(maps + "/b");
    sandbox.cluster().compact();
    Client.Answer expired = client.get(maps + "?limit=1&continue=" + token);
    assertThat(expired.status()).isEqualTo(410);
    assertThat(expired.reason()).isEqualTo("Expired");
    assertThat(names(client.get(maps + "?continue=" + token(expired)).json())).containsExactly("c");
  }

  @Test
  void a_list_can_be_of_exactly_one_past_version() throws Exception {
    String maps = maps("past");
    String version =
        client.post(maps, map("a")).json().at("/metadata/resourceVersion").asString("");
    client.post(maps, map("b"));
    assertThat(
            names(
                client.get(maps + "?resourceVersionMatch=Exact&resourceVersion=" + version).json()))
        .containsExactly("a");
    assertThat(names(client.get(maps + "?resourceVersion=" + version).json())).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?continue=nonsense | 400 | BadRequest",
        "?limit=many | 400 | BadRequest",
        "?resourceVersion=new | 400 | BadRequest",
        "?resourceVersion=-3 | 400 | BadRequest",
        "?resourceVersion=999999999 | 504 | Timeout",
        "?labelSelector=a%3D%3D%3Db | 400 | BadRequest",
        "?labelSelector=a+in+b | 400 | BadRequest",
        "?labelSelector=%2Fa | 400 | BadRequest",
        "?fieldSelector=nothing | 400 | BadRequest",
        "?fieldSelector=spec.colour%3Dred | 400 | BadRequest",
        "?watch=1&resourceVersion=new | 400 | BadRequest",
        "?watch=1&timeoutSeconds=soon | 400 | BadRequest",
      })
  void questions_that_make_no_sense_are_refused(String query, int status, String reason)
      throws Exception {
    Client.Answer answer = client.get("/api/v1/namespaces/default/configmaps" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("kind").asString("")).isEqualTo("Status");
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | | 400",
        "application/json | { | 400",
        "application/json | [] | 400",
        "application/json | null | 400",
        "application/json | {} | 400",
        "application/json | {\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}"
            + " | 400",
        "application/json | {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"} | 422",
        "application/json |"
            + " {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"Up\"}} |"
            + " 422",
        "application/json | {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":7} | 400",
        "application/json |"
            + " {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":{}}} | 400",
        "application/json |"
            + " {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\",\"labels\":[]}}"
            + " | 400",
        "application/json |"
            + " {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}"
            + " | 400",
        "application/json |"
            + " {\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"1\"}}"
            + " | 400",
        "application/yaml | a: [ | 400",
        "application/yaml | &a [*a] | 400",
        "application/yaml | {kind: ConfigMap, apiVersion: v1, metadata: {name: x, labels: &a {b:"
            + " *a}}} | 400",
        "application/vnd.kubernetes.protobuf | {} | 400",
        "text/html | {} | 415",
        "application/x-www-form-urlencoded | a=b | 415",
      })
  void bodies_that_make_no_sense_are_refused(String type, String body, int status)
      throws Exception {
    Client.Answer answer =
        client.send(
            "POST",
            "/api/v1/namespaces/default/configmaps",
            type,
            (body == null ? "" : body).getBytes(UTF_8));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("kind").asString("")).isEqualTo("Status");
    assertThat(answer.message()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 415",
    "application/apply-patch+yaml, 415",
    "text/plain, 415",
    "application/merge-patch+json, 400",
    "application/json-patch+json, 400"
  })
  void patches_of_another_type_or_shape_are_refused(String type, int status) throws Exception {
    String maps = maps("patches-" + type.replaceAll("[^a-z]", ""));
    client.post(maps, map("a"));
    Client.Answer answer = client.send("PATCH", maps + "/a", type, "7".getBytes(UTF_8));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("kind").asString("")).isEqualTo("Status");
  }

  @Test
  void a_misspelt_field_is_refused_where_validation_is_strict() throws Exception {
    String maps = maps("strict");
    String misspelt = map("m").replace("}}", "},'dta':{'k':'v'}}");
    Client.Answer strict = client.post(maps + "?fieldValidation=Strict", misspelt);
    assertThat(strict.status()).isEqualTo(400);
    assertThat(strict.message()).contains("strict decoding error: unknown field \"dta\"");
    assertThat(client.post(maps, misspelt).status()).isEqualTo(201);
  }

  @Test
  void a_patch_that_makes_a_value_of_the_wrong_type_is_refused() throws Exception {
    sandbox.deployPlatform("v1.2.3");
    Client.Answer answer =
        client.patch(
            "/apis/apps/v1/namespaces/stario/deployments/poster-gen",
            "merge",
            "{'spec':{'replicas':'two'}}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo(
            "json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type"
                + " int32");
  }

  @Test
  void a_body_above_three_megabytes_is_too_large_with_and_without_a_length() throws Exception {
    String maps = maps("large");
    byte[] large = "x".repeat(3 * 1024 * 1024 + 1).getBytes(UTF_8);
    Client.Answer told = client.send("POST", maps, "application/json", large);
    assertThat(told.status()).isEqualTo(413);
    assertThat(told.reason()).isEqualTo("RequestEntityTooLarge");
    Client.Answer chunked =
        client.send(
            client
                .request(maps)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(large))));
    assertThat(chunked.status()).isEqualTo(413);
  }

  @Test
  void deep_json_is_refused_before_it_can_do_harm() throws Exception {
    Client.Answer deep = client.post(maps("deep"), "[".repeat(100_000));
    assertThat(deep.status()).isEqualTo(400);
  }

  @Test
  void yaml_is_as_good_as_json() throws Exception {
    String maps = maps("yaml");
    String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\ndata:\n  k: v\n";
    assertThat(client.send("POST", maps, "application/yaml", yaml.getBytes(UTF_8)).status())
        .isEqualTo(201);
    assertThat(client.get(maps + "/y").json().at("/data/k").asString("")).isEqualTo("v");
  }

  @Test
  void unknown_kinds_and_verbs_are_refused() throws Exception {
    Client.Answer unknown =
        client.post(
            "/apis/batch/v1/namespaces/default/jobs", "{'kind':'Job','apiVersion':'batch/v1'}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.message()).isEqualTo("the server could not find the requested resource");
    assertThat(client.put("/api/v1/namespaces/default/configmaps", "{}").status()).isEqualTo(405);
  }

  @Test
  void a_connection_outlives_an_answer_that_came_before_the_body_was_read() throws Exception {
    for (int i = 0; i < 200; i++) {
      assertThat(client.put("/api/v1/namespaces/default/configmaps", "{}").status()).isEqualTo(405);
    }
  }

  @Test
  void kubectl_can_find_out_that_there_is_no_such_kind() throws Exception {
    Client.Answer custom = client.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
    assertThat(custom.json().path("items")).isEmpty();
    // swagger (1) and info (2) with title and version, as protobuf lays them out.
    assertThat(client.get("/openapi/v2").body())
        .isEqualTo("\n\0032.0\022\025\n\nKubernetes\022\007v1.33.1");
  }

  @Test
  void nothing_is_kept_of_a_dry_run() throws Exception {
    String maps = maps("dry");
    assertThat(client.post(maps + "?dryRun=All", map("new")).status()).isEqualTo(201);
    assertThat(client.get(maps + "/new").status()).isEqualTo(404);
    client.post(maps, map("old"));
    long before =
        sandbox
            .cluster()
            .list(uz.stario.rollback.sandbox.store.Resources.CONFIG_MAP, "dry")
            .stream()
            .mapToLong(Manifest::resourceVersion)
            .sum();
    client.patch(maps + "/old?dryRun=All", "merge", "{'data':{'k':'v'}}");
    client.put(maps + "/old?dryRun=All", map("old").replace("}}", "},'data':{'k':'v'}}"));
    client.delete(maps + "/old?dryRun=All");
    client.delete(maps + "?dryRun=All");
    client.send(
        client
            .request(maps + "/old")
            .header("Content-Type", "application/json")
            .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"dryRun\":[\"All\"]}")));
    assertThat(client.get(maps + "/old").json().at("/metadata/resourceVersion").asLong(0))
        .isEqualTo(before);
    assertThat(client.post(maps + "?dryRun=Some", map("new")).status()).isEqualTo(422);
  }

  @Test
  void an_eviction_deletes_a_pod_unless_it_is_dry() throws Exception {
    String namespace = "evict";
    maps(namespace);
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    client.post(
        pods,
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}]}}");
    String eviction =
        "{'apiVersion':'policy/v1','kind':'Eviction','metadata':{'name':'p'},'deleteOptions':{%s'gracePeriodSeconds':0}}";
    client.post(pods + "/p/eviction", eviction.formatted("'dryRun':['All'],"));
    assertThat(client.get(pods + "/p").status()).isEqualTo(200);
    Client.Answer evicted = client.post(pods + "/p/eviction", eviction.formatted(""));
    assertThat(evicted.status()).isEqualTo(201);
    assertThat(evicted.json().path("status").asString("")).isEqualTo("Success");
    assertThat(client.get(pods + "/p").status()).isEqualTo(404);
  }

  private Client.Answer review(String token, String path, String body) throws Exception {
    return client.send(
        client
            .request(path)
            .setHeader("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  @Test
  void both_users_learn_who_they_are_and_what_they_may() throws Exception {
    String who = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    String self = "{'apiVersion':'authentication.k8s.io/v1','kind':'SelfSubjectReview'}";
    assertThat(
            review(sandbox.viewerToken(), who, self)
                .json()
                .at("/status/userInfo/username")
                .asString(""))
        .isEqualTo("viewer");
    String may =
        "{'apiVersion':'authorization.k8s.io/v1','kind':'SelfSubjectAccessReview','spec':{'resourceAttributes':{'verb':'%s','resource':'pods'}}}";
    assertThat(allowed(sandbox.viewerToken(), may.formatted("list"))).isTrue();
    assertThat(allowed(sandbox.viewerToken(), may.formatted("delete"))).isFalse();
    assertThat(allowed(sandbox.adminToken(), may.formatted("delete"))).isTrue();
    JsonNode rules =
        review(
                sandbox.viewerToken(),
                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                "{'apiVersion':'authorization.k8s.io/v1','kind':'SelfSubjectRulesReview','spec':{'namespace':'stario'}}")
            .json();
    assertThat(rules.at("/status/resourceRules/0/verbs").valueStream().map(v -> v.asString("")))
        .containsExactly("get", "list", "watch");
  }

  private boolean allowed(String token, String body) throws Exception {
    return review(token, ACCESS, body).json().at("/status/allowed").asBoolean(false);
  }

  private static String lease(String metadata) {
    return "{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'name':'lock'"
        + metadata
        + "},'spec':{'holderIdentity':'me'}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'resourceVersion':''", ",'resourceVersion':'0'"})
  void an_update_of_a_lease_must_say_which_version_it_is_of(String version) throws Exception {
    String namespace = "lease" + version.length();
    maps(namespace);
    String leases = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    JsonNode made = client.post(leases, lease("")).json();
    Client.Answer refused = client.put(leases + "/lock", lease(version));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.reason()).isEqualTo("Invalid");
    assertThat(refused.message())
        .isEqualTo(
            "leases.coordination.k8s.io \"lock\" is invalid: metadata.resourceVersion:"
                + " Invalid value: 0: must be specified for an update");
    assertThat(refused.json().at("/details/causes/0/field").asString(""))
        .isEqualTo("metadata.resourceVersion");
    assertThat(client.patch(leases + "/lock", "merge", "{'spec':{'leaseTransitions':1}}").status())
        .isEqualTo(200);
    assertThat(client.put(leases + "/lock", lease(",'resourceVersion':'" + version(made) + "'")))
        .extracting(Client.Answer::status)
        .isEqualTo(409);
    String now = version(client.get(leases + "/lock").json());
    assertThat(client.put(leases + "/lock", lease(",'resourceVersion':'" + now + "'")).status())
        .isEqualTo(200);
  }

  private static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asString("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'resourceVersion':'0'"})
  void an_update_of_another_kind_need_not_say_which_version_it_is_of(String version)
      throws Exception {
    String maps = maps("unconditional" + version.length());
    client.post(maps, map("a"));
    Client.Answer put =
        client.put(maps + "/a", map("a'" + version + ",'labels':{'x':'y'},'uid':'"));
    assertThat(put.status()).as(put.body()).isEqualTo(200);
    assertThat(put.json().at("/metadata/labels/x").asString("")).isEqualTo("y");
  }
}
