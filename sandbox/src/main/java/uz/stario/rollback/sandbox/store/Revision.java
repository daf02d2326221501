package uz.stario.rollback.sandbox.store;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an update may take from the wanted object, and what stays as it is. */
final class Revision {
  private static final List<String> FIXED =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion",
          "generateName");

  private Revision() {}

  static ObjectNode of(Key key, ObjectNode before, ObjectNode wanted, Part part) {
    JsonNode wantedMeta = wanted.path("metadata");
    String wantedVersion = Manifest.text(wantedMeta, "resourceVersion");
    boolean unconditional = wantedVersion.isEmpty() || wantedVersion.equals("0");
    if (unconditional && !key.resource().allowsUnconditionalUpdate()) {
      throw Refused.noVersion(key.resource(), key.name());
    }
    if (!unconditional
        && !wantedVersion.equals(Manifest.text(before, "metadata", "resourceVersion"))) {
      throw Refused.stale(key.resource(), key.name());
    }
    String wantedUid = Manifest.text(wantedMeta, "uid");
    if (!wantedUid.isEmpty() && !wantedUid.equals(Manifest.uid(before))) {
      throw Refused.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: UID in precondition: "
              + wantedUid
              + ", UID in object meta: "
              + Manifest.uid(before));
    }
    String wantedName = Manifest.text(wantedMeta, "name");
    if (!wantedName.isEmpty() && !wantedName.equals(key.name())) {
      throw Refused.badRequest(
          "the name of the object ("
              + wantedName
              + ") does not match the name on the URL ("
              + key.name()
              + ")");
    }
    ObjectNode after =
        switch (part) {
          case MAIN -> {
            ObjectNode main = Manifest.draft(wanted);
            if (key.resource().hasStatus()) {
              keep(before, main, "status");
            }
            yield main;
          }
          case STATUS -> {
            ObjectNode status = Manifest.draft(before);
            keep(wanted, status, "status");
            ObjectNode metadata = Manifest.metadata(status);
            keep(wantedMeta, metadata, "annotations");
            yield status;
          }
          case WHOLE -> Manifest.draft(wanted);
        };
    after.put("apiVersion", key.resource().apiVersion()).put("kind", key.resource().kind());
    ObjectNode metadata = Manifest.metadata(after);
    for (String field : FIXED) {
      keep(before.path("metadata"), metadata, field);
    }
    return after;
  }

  static void countGeneration(Resource resource, ObjectNode before, ObjectNode after, Part part) {
    // Of Deployments annotations count too, unless the controller notes them beside the status.
    boolean noted =
        part == Part.MAIN
            && resource.equals(Resources.DEPLOYMENT)
            && !Manifest.at(before, "metadata", "annotations")
                .equals(Manifest.at(after, "metadata", "annotations"));
    if (resource.generations() && (noted || !before.path("spec").equals(after.path("spec")))) {
      int generation = Manifest.at(before, "metadata", "generation").asInt(0) + 1;
      Manifest.metadata(after).put("generation", generation);
    }
  }

  private static void keep(JsonNode from, ObjectNode to, String field) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value);
    }
  }
}
