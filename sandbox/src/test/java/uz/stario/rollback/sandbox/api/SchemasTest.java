package uz.stario.rollback.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SchemasTest {
  private static final List<String> DOCUMENTS =
      List.of("api/v1", "apis/apps/v1", "apis/coordination.k8s.io/v1");

  private static JsonNode schemas(String path) {
    return OpenApi.document(path).orElseThrow().at("/components/schemas");
  }

  private static String own(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Test
  void every_reference_leads_to_a_schema_of_the_same_document() {
    for (String path : DOCUMENTS) {
      JsonNode schemas = schemas(path);
      List<String> references = new ArrayList<>();
      schemas.findValues("$ref").forEach(ref -> references.add(ref.asString("")));
      assertThat(references)
          .isNotEmpty()
          .allSatisfy(ref ->
              assertThat(schemas.has(ref.substring("#/components/schemas/".length())))
                  .as(ref)
                  .isTrue());
    }
  }

  @Test
  void every_kind_and_what_is_wanted_of_it_is_described() {
    Set<String> silent = new TreeSet<>();
    for (String path : DOCUMENTS) {
      for (var entry : schemas(path).properties()) {
        String own = own(entry.getKey());
        JsonNode schema = entry.getValue();
        boolean kind = schema.has("x-kubernetes-group-version-kind");
        boolean held =
            kind
                || own.matches("(Deployment|ReplicaSet|Lease|ResourceQuota)(Spec|Status)")
                || List.of("PodSpec", "Container", "Probe", "ObjectMeta", "EnvVar").contains(own);
        if (held) {
          assertThat(schema.path("description").asString("")).as(own).isNotEmpty();
          schema.path("properties").properties().stream()
              .filter(field -> !field.getValue().has("description"))
              .forEach(field -> silent.add(own + "." + field.getKey()));
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void nothing_is_described_that_is_not_there() {
    Set<String> there = new TreeSet<>();
    for (String path : DOCUMENTS) {
      for (var entry : schemas(path).properties()) {
        String own = own(entry.getKey());
        there.add(own);
        entry
            .getValue()
            .path("properties")
            .properties()
            .forEach(
                field -> there.addAll(List.of(own + "." + field.getKey(), "*." + field.getKey())));
      }
    }
    assertThat(there).containsAll(Descriptions.load().keys());
  }

  @Test
  void a_field_has_the_type_that_requests_are_held_to() {
    JsonNode apps = schemas("apis/apps/v1");
    JsonNode spec = apps.path("io.k8s.api.apps.v1.DeploymentSpec");
    assertThat(spec.at("/properties/replicas/type").asString("")).isEqualTo("integer");
    assertThat(spec.at("/properties/template/allOf/0/$ref").asString(""))
        .isEqualTo("#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec");
    assertThat(spec.path("required").valueStream().map(r -> r.asString("")))
        .containsExactlyInAnyOrder("selector", "template");
    ObjectNode probe = (ObjectNode) apps.at("/io.k8s.api.core.v1.Probe/properties");
    // Inlined in the types, and so in the JSON.
    assertThat(probe.has("httpGet")).isTrue();
  }
}
