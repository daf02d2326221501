package uz.stario.rollback.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A field selector: text at paths of the object compared with = and !=. */
public record FieldSelector(List<Term> terms) {
  /** Matches every object. */
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  private static final Map<String, Set<String>> PATHS =
      Map.of(
          "Pod",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "Event",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "Node",
          Set.of("spec.unschedulable"),
          "Namespace",
          Set.of("status.phase"),
          "Secret",
          Set.of("type"),
          "Service",
          Set.of("spec.clusterIP", "spec.type"),
          "ReplicaSet",
          Set.of("status.replicas"));

  /** Copies the terms. */
  public FieldSelector {
    terms = List.copyOf(terms);
  }

  record Term(List<String> path, String value, boolean equal) {}

  /** Reads the text of a {@code fieldSelector} parameter; refuses what it cannot read with 400. */
  public static FieldSelector parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int at = part.indexOf('=');
      if (at < 1) {
        throw Refused.badRequest("invalid field selector term: " + part);
      }
      boolean equal = part.charAt(at - 1) != '!';
      String path = part.substring(0, equal ? at : at - 1).strip();
      String value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1).strip();
      terms.add(new Term(List.of(path.split("\\.")), value, equal));
    }
    return terms.isEmpty() ? EVERYTHING : new FieldSelector(terms);
  }

  /**
   * Refuses with 400 a path that the real server has no index for; the lists are those of {@code
   * pkg/apis/core/v1/conversion.go}.
   */
  public void check(Resource resource) {
    for (Term term : terms) {
      String path = String.join(".", term.path());
      if (!(path.equals("metadata.name") || path.equals("metadata.namespace"))
          && !PATHS.getOrDefault(resource.kind(), Set.of()).contains(path)) {
        throw Refused.badRequest(
            PATHS.containsKey(resource.kind())
                ? "field label not supported: " + path
                : "\"%s\" is not a known field selector: only \"metadata.name\","
                    .concat(" \"metadata.namespace\"")
                    .formatted(path));
      }
    }
  }

  /** Whether the object has the wanted text at every path. */
  public boolean matches(JsonNode object) {
    for (Term term : terms) {
      String found = Manifest.text(object, term.path().toArray(String[]::new));
      if (found.equals(term.value()) != term.equal()) {
        return false;
      }
    }
    return true;
  }
}
