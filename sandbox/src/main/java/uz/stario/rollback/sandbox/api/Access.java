package uz.stario.rollback.sandbox.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;

/** Who may do what: an admin everything, a viewer only look. */
final class Access {
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

    List<String> verbs() {
      return role == Role.ADMIN ? List.of("*") : LOOKING;
    }

    boolean may(String verb) {
      return role == Role.ADMIN || LOOKING.contains(verb);
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
    if (user.may(verb)) {
      return;
    }
    Resource resource = target.resource();
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
