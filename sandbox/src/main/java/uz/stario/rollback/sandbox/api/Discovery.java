package uz.stario.rollback.sandbox.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/** The documents by which clients learn what is served: version, groups, resources, and OpenAPI. */
final class Discovery {
  private static final String MINOR = "33";

  private Discovery() {}

  static Optional<ObjectNode> document(String path) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api", "/api/" -> Optional.of(core());
      case "/apis", "/apis/" -> Optional.of(groups());
      case "/apis/apiextensions.k8s.io/v1/customresourcedefinitions" -> Optional.of(noCustom());
      case "/openapi/v3" -> Optional.of(OpenApi.index());
      default -> {
        if (path.startsWith("/openapi/v3/")) {
          yield OpenApi.document(path.substring("/openapi/v3/".length()));
        }
        yield resources(path);
      }
    };
  }

  /** kubectl looks for a kind it does not know here before it says that it does not know it. */
  private static ObjectNode noCustom() {
    ObjectNode list = Manifest.object().put("kind", "CustomResourceDefinitionList");
    list.put("apiVersion", "apiextensions.k8s.io/v1");
    list.putObject("metadata").put("resourceVersion", "1");
    list.putArray("items");
    return list;
  }

  private static ObjectNode version() {
    return Manifest.object()
        .put("major", "1")
        .put("minor", MINOR)
        .put("gitVersion", "v1." + MINOR + ".1+sandbox")
        .put("gitCommit", "0000000000000000000000000000000000000000")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "javac")
        .put("platform", "jvm/any");
  }

  private static ObjectNode core() {
    ObjectNode versions = Manifest.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", "127.0.0.1");
    return versions;
  }

  static Set<String> named() {
    Set<String> named = new LinkedHashSet<>();
    Resources.ALL.stream().map(Resource::group).filter(g -> !g.isEmpty()).forEach(named::add);
    Reviews.ALL.forEach(review -> named.add(review.group()));
    return named;
  }

  private static ObjectNode groups() {
    ObjectNode list = Manifest.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    named().forEach(group -> groups.add(group(group)));
    return list;
  }

  private static ObjectNode group(String name) {
    ObjectNode group = Manifest.object().put("name", name);
    group.putArray("versions").add(groupVersion(name));
    group.set("preferredVersion", groupVersion(name));
    return group;
  }

  private static ObjectNode groupVersion(String group) {
    return Manifest.object().put("groupVersion", group + "/v1").put("version", "v1");
  }

  private static Optional<ObjectNode> resources(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.equals("/api/v1")) {
      return Optional.of(resourcesOf("", "v1"));
    }
    for (String group : named()) {
      if (trimmed.equals("/apis/" + group)) {
        return Optional.of(group(group).put("kind", "APIGroup").put("apiVersion", "v1"));
      }
      if (trimmed.equals("/apis/" + group + "/v1")) {
        return Optional.of(resourcesOf(group, group + "/v1"));
      }
    }
    return Optional.empty();
  }

  private static ObjectNode resourcesOf(String group, String groupVersion) {
    ObjectNode list = Manifest.object().put("kind", "APIResourceList");
    list.put("apiVersion", "v1").put("groupVersion", groupVersion);
    ArrayNode rows = list.putArray("resources");
    for (Resource resource : Resources.ALL) {
      if (!resource.group().equals(group)) {
        continue;
      }
      ObjectNode row = row(rows, resource, resource.plural(), resource.kind());
      row.put("singularName", resource.singular());
      verbs(row, "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
      if (!resource.shortNames().isEmpty()) {
        resource.shortNames().forEach(row.putArray("shortNames")::add);
      }
      if (List.of("pods", "services", "deployments", "replicasets").contains(resource.plural())) {
        row.putArray("categories").add("all");
      }
      for (String subresource : resource.subresources()) {
        subresource(rows, resource, subresource);
      }
    }
    for (Reviews.Review review : Reviews.ALL) {
      if (review.group().equals(group)) {
        ObjectNode row = rows.addObject().put("name", review.plural());
        row.put("singularName", review.singular()).put("namespaced", false);
        verbs(row.put("kind", review.kind()), "create");
      }
    }
    return list;
  }

  private static void subresource(ArrayNode rows, Resource resource, String subresource) {
    String kind =
        switch (subresource) {
          case "scale" -> "Scale";
          case "eviction" -> "Eviction";
          case "exec" -> "PodExecOptions";
          case "portforward" -> "PodPortForwardOptions";
          default -> resource.kind();
        };
    ObjectNode row = row(rows, resource, resource.plural() + "/" + subresource, kind);
    row.put("singularName", "");
    if (kind.equals("Scale")) {
      row.put("group", "autoscaling").put("version", "v1");
    } else if (kind.equals("Eviction")) {
      row.put("group", "policy").put("version", "v1");
    }
    switch (subresource) {
      case "log" -> verbs(row, "get");
      case "eviction" -> verbs(row, "create");
      case "exec", "portforward" -> verbs(row, "create", "get");
      case "proxy" -> verbs(row, "create", "delete", "get", "patch", "update");
      default -> verbs(row, "get", "patch", "update");
    }
  }

  private static ObjectNode row(ArrayNode rows, Resource resource, String name, String kind) {
    return rows.addObject()
        .put("name", name)
        .put("namespaced", resource.namespaced())
        .put("kind", kind);
  }

  private static void verbs(ObjectNode row, String... verbs) {
    ArrayNode array = row.putArray("verbs");
    for (String verb : verbs) {
      array.add(verb);
    }
  }
}
