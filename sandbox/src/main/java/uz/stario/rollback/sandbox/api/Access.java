package uz.stario.rollback.sandbox.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * Who may do what: an admin everything, a viewer only look, and not at Secrets.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles">the
 *     role {@code view}</a>
 */
final class Access {
  private static final String SECRETS = "secrets";
  private static final List<String> LOOKING = List.of("get", "list", "watch");

  private final Map<String, User> users;

  Access(String adminToken, String viewerToken) {
    this.users =
        Map.of(
            adminToken,
            new User("admin", Role.ADMIN),
            viewerToken,
            new User("viewer", Role.VIEWER));
  }

  /** What one may do. */
  enum Role {
    ADMIN,
    VIEWER
  }

  /** Who asks. */
  record User(String title, Role role) {

    /** As the groups of the real server's users are named. */
    List<String> groups() {
      return List.of(
          role == Role.ADMIN ? "system:masters" : "stario:viewers", "system:authenticated");
    }

    /** Of which kinds, by their plurals. */
    List<String> resources() {
      return role == Role.ADMIN
          ? List.of("*")
          : Resources.ALL.stream()
              .map(Resource::plural)
              .filter(plural -> !plural.equals(SECRETS))
              .toList();
    }

    List<String> verbs() {
      return role == Role.ADMIN ? List.of("*") : LOOKING;
    }

    /**
     * @param resource its plural
     */
    boolean may(String verb, String resource) {
      return role == Role.ADMIN || (LOOKING.contains(verb) && !resource.equals(SECRETS));
    }
  }

  /**
   * The user of a token, or a refusal with 401.
   *
   * @param as whom the request is to be made as; the admin's part is played under any name
   */
  User user(String token, @Nullable String as) {
    User user = users.get(token);
    if (user == null) {
      throw new Refused(401, "Unauthorized", "Unauthorized", null);
    }
    if (as == null || as.isEmpty()) {
      return user;
    }
    if (user.role() != Role.ADMIN) {
      throw new Refused(
          403,
          "Forbidden",
          "users \""
              + as
              + "\" is forbidden: User \""
              + user.title()
              + "\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
          null);
    }
    return new User(as, user.role());
  }

  /** Refuses with 403, in the words of the RBAC authorizer, what the user may not do. */
  static void check(User user, String verb, Target target) {
    Resource resource = target.resource();
    if (user.may(verb, resource.plural())) {
      return;
    }
    String part = target.subresource().isEmpty() ? "" : "/" + target.subresource();
    String where =
        target.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + target.namespace() + "\"";
    String why =
        ("User \"" + user.title() + "\" cannot " + verb)
            + (" resource \"" + resource.plural() + part + "\"")
            + (" in API group \"" + resource.group() + "\"" + where);
    if (!target.name().isEmpty()) {
      throw Refused.forbidden(resource, target.name(), why);
    }
    throw new Refused(403, "Forbidden", resource.qualified() + " is forbidden: " + why, null);
  }
}
