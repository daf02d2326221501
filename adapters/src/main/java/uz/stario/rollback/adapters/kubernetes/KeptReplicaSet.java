package uz.stario.rollback.adapters.kubernetes;

import tools.jackson.databind.JsonNode;

/**
 * A ReplicaSet as read, raw, with what it is looked up by.
 *
 * @param fingerprint its template's, made once: a rollback asks for it again and again
 */
record KeptReplicaSet(JsonNode raw, String uid, String fingerprint) {

  static KeptReplicaSet of(JsonNode raw) {
    return new KeptReplicaSet(raw, Json.uid(raw), Kept.fingerprint(raw));
  }

  JsonNode template() {
    return Json.at(raw, "spec", "template");
  }
}
