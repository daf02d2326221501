package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Verdict;

class VerdictsTest {

  private static final Verdict BAD =
      new Verdict(Health.BAD, "r-1", Instant.parse("2026-01-02T03:04:05Z"));

  @Test
  void a_verdict_is_read_as_it_was_written() {
    assertThat(Verdicts.read(carrying("rs-1", Verdicts.patch("rs-1", BAD)))).isEqualTo(BAD);
  }

  @Test
  void a_verdict_copied_to_another_replica_set_means_nothing() {
    assertThat(Verdicts.read(carrying("rs-2", Verdicts.patch("rs-1", BAD))))
        .isEqualTo(Verdict.NONE);
  }

  @Test
  void the_patch_is_refused_by_the_server_for_any_other_object() {
    assertThat(Json.text(Verdicts.patch("rs-1", BAD), "metadata", "uid")).isEqualTo("rs-1");
  }

  @Test
  void what_is_malformed_is_no_verdict() {
    for (String text :
        new String[] {
          "",
          "bad",
          "{}",
          "[]",
          "{\"replicaSet\":\"rs-1\",\"health\":\"splendid\",\"at\":\"2026-01-02T03:04:05Z\"}",
          "{\"replicaSet\":\"rs-1\",\"health\":\"bad\",\"at\":\"yesterday\"}"
        }) {
      ObjectNode set = Json.object();
      ObjectNode metadata = set.putObject("metadata").put("uid", "rs-1");
      metadata.putObject("annotations").put(Verdicts.ANNOTATION, text);
      assertThat(Verdicts.read(set)).as(text).isEqualTo(Verdict.NONE);
    }
  }

  private static JsonNode carrying(String uid, ObjectNode patch) {
    ObjectNode set = patch.deepCopy();
    if (set.path("metadata") instanceof ObjectNode metadata) {
      metadata.put("uid", uid);
    }
    return set;
  }
}
