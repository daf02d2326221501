package uz.stario.rollback.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * As much OpenAPI v3 as {@code kubectl} needs: per kind a PATCH that takes {@code fieldValidation}
 * and {@code dryRun}, and {@link Schemas} with the fields for {@code kubectl explain}.
 *
 * <p>No operation says which patches it takes, so that kubectl goes by the merge keys it knows.
 */
final class OpenApi {
  static final String V2_PATH = "/openapi/v2";
  static final String V2_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private OpenApi() {}

  /**
   * An OpenAPI v2 document without paths, in protobuf: where kubectl looks for a kind that v3 does
   * not have, before it says that there is no such kind. The fields are swagger and info of {@code
   * gnostic/openapiv2/OpenAPIv2.proto}.
   */
  static byte[] emptyV2() {
    String info = "\n\nKubernetes\022\007v1.33.1";
    return ("\n\0032.0\022" + (char) info.length() + info).getBytes(StandardCharsets.US_ASCII);
  }

  static ObjectNode index() {
    ObjectNode index = Manifest.object();
    ObjectNode paths = index.putObject("paths");
    for (String path : paths()) {
      paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=sandbox");
    }
    return index;
  }

  private static List<String> paths() {
    List<String> paths = new ArrayList<>(List.of("api/v1"));
    Discovery.named().forEach(group -> paths.add("apis/" + group + "/v1"));
    return paths;
  }

  static Optional<ObjectNode> document(String path) {
    if (!paths().contains(path)) {
      return Optional.empty();
    }
    ObjectNode document = Manifest.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.33.1");
    ObjectNode paths = document.putObject("paths");
    Schemas schemas = new Schemas(document.putObject("components").putObject("schemas"));
    for (Resource resource : Resources.ALL) {
      String root = resource.group().isEmpty() ? "api/v1" : "apis/" + resource.apiVersion();
      if (root.equals(path)) {
        patch(paths, resource, "/" + root);
        ObjectNode schema = schemas.add(resource);
        schema.put("x-kubernetes-preserve-unknown-fields", true);
        kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), resource);
      }
    }
    return Optional.of(document);
  }

  private static void patch(ObjectNode paths, Resource resource, String root) {
    String namespace = resource.namespaced() ? "/namespaces/{namespace}" : "";
    ObjectNode operation =
        paths.putObject(root + namespace + "/" + resource.plural() + "/{name}").putObject("patch");
    ArrayNode parameters = operation.putArray("parameters");
    for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
      parameters
          .addObject()
          .put("name", name)
          .put("in", "query")
          .putObject("schema")
          .put("type", "string");
    }
    operation.putObject("responses").putObject("200").put("description", "OK");
    operation.put("x-kubernetes-action", "patch");
    kind(operation.putObject("x-kubernetes-group-version-kind"), resource);
  }

  private static void kind(ObjectNode kind, Resource resource) {
    kind.put("group", resource.group())
        .put("version", resource.version())
        .put("kind", resource.kind());
  }
}
