package uz.stario.rollback.sandbox.patch;

import java.util.Map;
import java.util.Optional;

/**
 * Which lists a strategic merge patch merges by element, and by which field; all other lists are
 * replaced.
 *
 * <p>From the {@code patchStrategy} and {@code patchMergeKey} tags of {@code
 * k8s.io/api/core/v1/types.go}. A list is known by its field name and, where one name means two
 * things, by the field above it.
 */
final class MergeKeys {
  private static final String PRIMITIVE = "";

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("conditions", "type"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("secrets", "name"),
          Map.entry("containers/ports", "containerPort"),
          Map.entry("initContainers/ports", "containerPort"),
          Map.entry("ephemeralContainers/ports", "containerPort"),
          Map.entry("resourceClaims", "name"),
          Map.entry("schedulingGates", "name"),
          Map.entry("resourceClaimStatuses", "name"),
          Map.entry("podIPs", "ip"),
          Map.entry("hostIPs", "ip"),
          Map.entry("addresses", "type"),
          Map.entry("podCIDRs", PRIMITIVE),
          Map.entry("spec/ports", "port"),
          Map.entry("finalizers", PRIMITIVE));

  private MergeKeys() {}

  /** The merge key, empty for a list of scalars that is merged as a set. */
  static Optional<String> of(String above, String field) {
    String nested = KEYS.get(above + "/" + field);
    return Optional.ofNullable(nested != null ? nested : KEYS.get(field));
  }
}
