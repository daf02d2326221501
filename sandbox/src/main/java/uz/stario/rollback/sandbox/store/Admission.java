package uz.stario.rollback.sandbox.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens between a request and the store: defaults, validation, quota. */
final class Admission {
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private final ObjectStore store;
  private volatile ObjectStore.Webhook webhook = (verb, key) -> {};
  private int services;

  Admission(ObjectStore store) {
    this.store = store;
  }

  void admit(ObjectStore.Webhook asked) {
    webhook = asked;
  }

  void create(Key key, ObjectNode draft) {
    Resource resource = key.resource();
    if (!DNS_NAME.matcher(key.name()).matches()) {
      throw key.name().isEmpty()
          ? Refused.invalid(
              resource, "", "metadata.name", "Required value: name or generateName is required")
          : Refused.invalid(
              resource,
              key.name(),
              "metadata.name",
              "Invalid value: \""
                  + key.name()
                  + "\": a lowercase RFC 1123"
                  + " subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                  + " must start and end with an alphanumeric character (e.g. 'example.com', regex"
                  + " used for validation is"
                  + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }
    if (resource.namespaced()) {
      ObjectNode namespace = store.get(new Key(Resources.NAMESPACE, "", key.namespace()));
      if (Manifest.deleting(namespace)) {
        throw Refused.forbidden(
            resource,
            key.name(),
            "unable to create new content in namespace "
                + key.namespace()
                + " because it is being terminated");
      }
    }
    if (resource.hasStatus() && !resource.equals(Resources.NODE)) {
      draft.remove("status");
    }
    Canonical.metadata(draft);
    Canonical.spec(draft);
    Defaults.apply(resource, draft);
    switch (resource.kind()) {
      case "Namespace" -> {
        Manifest.child(Manifest.metadata(draft), "labels")
            .put("kubernetes.io/metadata.name", key.name());
        Manifest.child(draft, "spec").putArray("finalizers").add("kubernetes");
        Manifest.child(draft, "status").put("phase", "Active");
      }
      case "Service" -> address(draft);
      case "Secret" -> encode(draft);
      default -> {}
    }
    Validation.check(resource, key.name(), draft);
    webhook.review("create", key);
    Quota.check(store, key, draft);
  }

  void update(Key key, ObjectNode before, ObjectNode after) {
    Canonical.metadata(after);
    if (!before.path("spec").equals(after.path("spec"))) {
      // The spec may be shared with the state before: only a copy may be given defaults.
      if (after.path("spec") instanceof ObjectNode spec) {
        after.set("spec", spec.deepCopy());
        Canonical.spec(after);
      }
      Defaults.apply(key.resource(), after);
    }
    if (key.resource().equals(Resources.SECRET)) {
      encode(after);
    }
    Validation.checkChange(key.resource(), key.name(), before, after);
    webhook.review("update", key);
  }

  private void address(ObjectNode service) {
    ObjectNode spec = Manifest.child(service, "spec");
    if (!spec.has("clusterIP") && !Manifest.text(spec, "type").equals("ExternalName")) {
      services++;
      String address = "10.96." + (services >> 8 & 0xFF) + "." + (services & 0xFF);
      spec.put("clusterIP", address).putArray("clusterIPs").add(address);
    }
  }

  private static void encode(ObjectNode secret) {
    JsonNode plain = secret.remove("stringData");
    if (plain == null) {
      return;
    }
    ObjectNode data =
        secret.path("data") instanceof ObjectNode present ? present.deepCopy() : Manifest.object();
    for (Map.Entry<String, JsonNode> entry : plain.properties()) {
      byte[] bytes = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
      data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
    }
    secret.set("data", data);
  }
}
