package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * Questions about the asking user, answered and not kept: {@code kubectl auth can-i}, {@code auth
 * can-i --list} and {@code auth whoami}.
 */
final class Reviews {
  /** Every review, as discovery lists them. */
  static final List<Review> ALL =
      List.of(
          new Review("authentication.k8s.io", "SelfSubjectReview"),
          new Review("authorization.k8s.io", "SelfSubjectAccessReview"),
          new Review("authorization.k8s.io", "SelfSubjectRulesReview"));

  /** A kind of question; everybody may ask it. */
  record Review(String group, String kind) {
    String singular() {
      return kind.toLowerCase(java.util.Locale.ROOT);
    }

    String plural() {
      return singular() + "s";
    }

    String apiVersion() {
      return group + "/v1";
    }

    String path() {
      return "/apis/" + apiVersion() + "/" + plural();
    }
  }

  private Reviews() {}

  /** Whether the path was a review's, and is answered. */
  static boolean answered(Exchange exchange, Access.User user) throws IOException {
    for (Review review : ALL) {
      if (review.path().equals(exchange.path())) {
        if (!exchange.method().equals("POST")) {
          throw Refused.methodNotAllowed();
        }
        ObjectNode asked = Bodies.object(exchange);
        check(review, asked);
        fill(review, asked, user);
        exchange.answer(201, asked);
        return true;
      }
    }
    return false;
  }

  private static void check(Review review, ObjectNode asked) {
    String kind = Manifest.text(asked, "kind");
    String version = Manifest.text(asked, "apiVersion");
    if (!kind.equals(review.kind()) || !version.equals(review.apiVersion())) {
      throw Refused.badRequest(
          kind + " in version \"" + version + "\" cannot be handled as a " + review.kind());
    }
  }

  private static void fill(Review review, ObjectNode asked, Access.User user) {
    ObjectNode status = asked.putObject("status");
    switch (review.kind()) {
      case "SelfSubjectReview" -> {
        ObjectNode who = status.putObject("userInfo").put("username", user.title());
        user.groups().forEach(who.putArray("groups")::add);
      }
      case "SelfSubjectAccessReview" -> access(asked.path("spec"), status, user);
      default -> rules(status, user);
    }
  }

  private static void access(JsonNode spec, ObjectNode status, Access.User user) {
    JsonNode what =
        spec.has("nonResourceAttributes")
            ? spec.path("nonResourceAttributes")
            : spec.path("resourceAttributes");
    String verb = Manifest.text(what, "verb");
    if (verb.isEmpty()) {
      throw new Refused(
          422,
          "Invalid",
          "SelfSubjectAccessReview.authorization.k8s.io \"\" is invalid: spec: Required value: one"
              + " of resourceAttributes and nonResourceAttributes with a verb",
          Manifest.object());
    }
    boolean allowed = user.may(verb, Manifest.text(what, "resource"));
    status.put("allowed", allowed);
    if (!allowed) {
      status.put("reason", "User \"" + user.title() + "\" may only look");
    }
  }

  private static void rules(ObjectNode status, Access.User user) {
    ArrayNode resources = status.putArray("resourceRules");
    ObjectNode all = resources.addObject();
    user.verbs().forEach(all.putArray("verbs")::add);
    all.putArray("apiGroups").add("*");
    user.resources().forEach(all.putArray("resources")::add);
    for (String group : ALL.stream().map(Review::group).distinct().toList()) {
      ObjectNode reviews = resources.addObject();
      reviews.putArray("verbs").add("create");
      reviews.putArray("apiGroups").add(group);
      ArrayNode names = reviews.putArray("resources");
      ALL.stream().filter(r -> r.group().equals(group)).forEach(r -> names.add(r.plural()));
    }
    ObjectNode paths = status.putArray("nonResourceRules").addObject();
    paths.putArray("verbs").add("get");
    paths.putArray("nonResourceURLs").add("*");
    status.put("incomplete", false);
  }
}
