package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Template;

class TemplateReaderTest {

  private static final JsonNode TEMPLATE =
      Objects.json(
          """
          {"metadata": {"labels": {"app": "api", "pod-template-hash": "7f"}},
           "fieldOfANewerKubernetes": {"deep": [1, {"er": null}]},
           "spec": {
             "initContainers": [{"name": "migrate", "image": "api:v1"}],
             "containers": [{"name": "app", "image": "registry:5000/api:v1",
               "resources": {"limits": {"memory": "256Mi", "cpu": 1}, "claims": [{"name": "gpu"}]},
               "env": [
                 {"name": "PLAIN", "value": "x"},
                 {"name": "EMPTY"},
                 {"name": "SECRET", "valueFrom": {"secretKeyRef": {"name": "jwt", "key": "k"}}},
                 {"name": "CONFIG", "valueFrom": {"configMapKeyRef": {"name": "app", "key": "c"}}},
                 {"name": "FIELD", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                 {"name": "LIMIT", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
                 {"name": "NEWER", "valueFrom": {"fileKeyRef": {"path": "p"}}}],
               "envFrom": [{"configMapRef": {"name": "all"}}, {"secretRef": {"name": "more"}}]}],
             "volumes": [
               {"name": "a", "configMap": {"name": "files"}},
               {"name": "b", "secret": {"secretName": "tls"}},
               {"name": "c", "projected": {"sources": [{"configMap": {"name": "ca"}},
                                                       {"secret": {"name": "key"}}]}}]}}
          """);

  @Test
  void containers_are_read_with_init_containers_first() {
    Template template = TemplateReader.read(TEMPLATE);

    assertThat(template.containers()).extracting(Container::name).containsExactly("migrate", "app");
    assertThat(template.containers()).extracting(Container::init).containsExactly(true, false);
    assertThat(template.version()).isEqualTo("v1");
  }

  @Test
  void variables_say_their_value_or_where_it_comes_from() {
    assertThat(TemplateReader.read(TEMPLATE).containers().get(1).env())
        .containsEntry("PLAIN", "x")
        .containsEntry("EMPTY", "")
        .containsEntry("SECRET", "secret jwt/k")
        .containsEntry("CONFIG", "configmap app/c")
        .containsEntry("FIELD", "field status.podIP")
        .containsEntry("LIMIT", "resource limits.cpu")
        .containsEntry("NEWER", "from {\"fileKeyRef\":{\"path\":\"p\"}}");
  }

  @Test
  void references_and_resources_are_flattened() {
    Template template = TemplateReader.read(TEMPLATE);

    assertThat(template.containers().get(1).configReferences())
        .containsExactly("configmap/all", "configmap/app", "secret/jwt", "secret/more");
    assertThat(template.configReferences())
        .containsExactly("configmap/ca", "configmap/files", "secret/key", "secret/tls");
    assertThat(template.containers().get(1).resources())
        .containsEntry("limits.memory", "256Mi")
        .containsEntry("limits.cpu", "1");
  }

  @Test
  void a_template_of_no_known_shape_is_read_as_an_empty_one() {
    assertThat(TemplateReader.read(Objects.json("[1, 2]")).containers()).isEmpty();
    assertThat(TemplateReader.read(Objects.json("{\"spec\": {\"containers\": {}}}")).containers())
        .isEmpty();
  }

  @Test
  void the_fingerprint_leaves_out_the_hash_label_the_order_of_keys_and_what_is_empty() {
    String one =
        fingerprint(
            "{\"metadata\":{\"labels\":{\"pod-template-hash\":\"a\"}},\"spec\":{\"a\":1,\"b\":2}}");

    assertThat(fingerprint("{\"spec\":{\"b\":2,\"a\":1}}")).isEqualTo(one);
    assertThat(
            fingerprint(
                "{\"spec\":{\"a\":1,\"b\":2,\"c\":[],\"d\":{},\"e\":null,\"f\":{\"g\":{}}}}"))
        .isEqualTo(one);
  }

  @Test
  void the_fingerprint_keeps_the_order_of_lists_and_every_value() {
    assertThat(fingerprint("{\"a\":[1,2]}")).isNotEqualTo(fingerprint("{\"a\":[2,1]}"));
    assertThat(fingerprint("{\"a\":\"1\"}")).isNotEqualTo(fingerprint("{\"a\":1}"));
    assertThat(fingerprint("{\"a\":\"x\\\"1:y\"}")).isNotEqualTo(fingerprint("{\"a\":\"x\"}"));
    assertThat(fingerprint("{\"a\":false}")).isNotEqualTo(fingerprint("{}"));
    assertThat(fingerprint("{\"newer\":{\"field\":0}}")).isNotEqualTo(fingerprint("{}"));
  }

  @Test
  void the_fingerprint_without_env_differs_only_by_the_rest() {
    String x = "{\"spec\":{\"containers\":[{\"image\":\"i\",\"env\":[{\"name\":\"A\"}]}]}}";
    String y = "{\"spec\":{\"containers\":[{\"image\":\"i\",\"env\":[{\"name\":\"B\"}]}]}}";
    String z = "{\"spec\":{\"containers\":[{\"image\":\"j\",\"env\":[{\"name\":\"A\"}]}]}}";

    assertThat(Fingerprints.withoutEnv(Objects.json(x)))
        .isEqualTo(Fingerprints.withoutEnv(Objects.json(y)))
        .isNotEqualTo(Fingerprints.withoutEnv(Objects.json(z)));
    assertThat(fingerprint(x)).isNotEqualTo(fingerprint(y));
  }

  private static String fingerprint(String json) {
    return Fingerprints.of(Objects.json(json));
  }
}
