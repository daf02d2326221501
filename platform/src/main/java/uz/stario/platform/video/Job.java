package uz.stario.platform.video;

import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A video to be made, as it stands in the queue.
 *
 * @param id of its row in the table of videos, which says what became of it
 * @param artistId as in the table of artists
 * @param artistName as people read it
 * @param prompt what somebody wished to see
 */
public record Job(UUID id, String artistId, String artistName, String prompt) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** One line of JSON; the same for the same job, because it is taken off its list by value. */
  public String toJson() {
    return JSON.createObjectNode()
        .put("id", id.toString())
        .put("artist_id", artistId)
        .put("artist_name", artistName)
        .put("prompt", prompt)
        .toString();
  }

  /**
   * What a worker finds in the queue, which others can write to as well; empty where it is no job.
   */
  public static Optional<Job> parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      String artistId = node.path("artist_id").asString("");
      if (artistId.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Job(
              UUID.fromString(node.path("id").asString("")),
              artistId,
              node.path("artist_name").asString(artistId),
              node.path("prompt").asString("")));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
