package uz.stario.rollback.sandbox.api;

import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** Answers "may I?": the SelfSubjectAccessReview behind {@code kubectl auth can-i}. */
final class AccessReview {
  static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private AccessReview() {}

  static ObjectNode answer(Access.User user, ObjectNode review) {
    boolean allowed = user.may(Manifest.text(review, "spec", "resourceAttributes", "verb"));
    ObjectNode status = review.putObject("status").put("allowed", allowed);
    if (!allowed) {
      status.put("reason", "User \"" + user.title + "\" may only look");
    }
    return review;
  }
}
