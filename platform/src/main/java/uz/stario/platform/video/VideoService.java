package uz.stario.platform.video;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisException;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.poster.ArtistId;
import uz.stario.platform.poster.Poster;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;

/**
 * {@code POST /videos}, {@code GET /videos/{id}}, {@code GET /videos/{id}/file} and {@code GET
 * /jobs}.
 *
 * <p>Safe for threads; throws {@link SQLException} or {@link JedisException} where the database or
 * Redis is away.
 */
public final class VideoService {

  /** Of what somebody wishes to see, in characters. */
  public static final int LONGEST_PROMPT = 500;

  /** How many jobs may wait: hours of work for a worker, and more than anybody waits for. */
  static final int MAX_WAITING = 10_000;

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private final VideoQueue queue;
  private final VideoStore store;
  private final VideoFiles files;

  public VideoService(VideoQueue queue, VideoStore store, VideoFiles files) {
    this.queue = queue;
    this.store = store;
    this.files = files;
  }

  /**
   * Asks for a video; to be answered with 202.
   *
   * @param body JSON: {@code artist_id} and {@code prompt}
   */
  public ObjectNode create(byte[] body) throws Problem, SQLException {
    Json.Fields fields = Json.fields(body).only(List.of("artist_id", "prompt"));
    String artistId = ArtistId.in(fields);
    String prompt = Poster.legible(fields.text("prompt", LONGEST_PROMPT));
    if (prompt.isEmpty()) {
      throw Problem.bad("nothing in the field prompt can be shown");
    }
    String name =
        store
            .artistName(artistId)
            .orElseThrow(() -> new Problem(404, "There is no artist with this id."));
    if (queue.depth().waiting() >= MAX_WAITING) {
      throw new Problem(503, "Too many videos wait already; try again later.");
    }
    Job job = new Job(UUID.randomUUID(), artistId, name, prompt);
    store.create(job);
    try {
      queue.add(job.toJson());
    } catch (JedisException e) {
      store.forget(job.id());
      throw e;
    }
    return Json.object().put("id", job.id().toString()).put("status", "queued");
  }

  /** What became of a video; 404 where there is none. */
  public ObjectNode get(String id) throws Problem, SQLException {
    Video video = find(id);
    ObjectNode answer =
        Json.object()
            .put("id", video.id().toString())
            .put("artist_id", video.artistId())
            .put("prompt", video.prompt())
            .put("status", video.status())
            .put("attempts", video.attempts())
            .put("created_at", video.createdAt().toString())
            .put("updated_at", video.updatedAt().toString());
    if (video.status().equals("done")) {
      answer.put("file", "/videos/" + video.id() + "/file");
    }
    if (video.status().equals("failed")) {
      // What went wrong inside stands in the table and the worker's log.
      answer.put("error", "The video could not be made.");
    }
    return answer;
  }

  /**
   * The MP4; 404 where there is no such video, 409 while it is not done, 410 where its file is
   * gone.
   */
  public byte[] file(String id) throws Problem, SQLException, IOException {
    Video video = find(id);
    if (!video.status().equals("done")) {
      throw new Problem(409, "The video is not there: its status is " + video.status() + ".");
    }
    return files
        .read(video.id())
        .orElseThrow(() -> new Problem(410, "The file of this video is gone."));
  }

  /** {@code GET /jobs}: how deep the queue is. */
  public ObjectNode jobs() {
    VideoQueue.Depth depth = queue.depth();
    ObjectNode answer =
        Json.object()
            .put("queue", VideoQueue.WAITING)
            .put("depth", depth.waiting())
            .put("unreadable", depth.unreadable());
    ObjectNode processing = answer.putObject("processing");
    depth.processing().forEach(processing::put);
    return answer;
  }

  private Video find(String id) throws Problem, SQLException {
    Optional<Video> video =
        UUID_FORM.matcher(id).matches() ? store.find(UUID.fromString(id)) : Optional.empty();
    return video.orElseThrow(() -> new Problem(404, "There is no video with this id."));
  }
}
