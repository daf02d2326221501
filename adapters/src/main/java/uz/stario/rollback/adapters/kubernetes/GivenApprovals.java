package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * The Leases of one run, listed and from the third look on watched, so that who waits for an
 * approval may look as often as it likes. Where they can't be watched each look lists them.
 * Thread-safe.
 */
final class GivenApprovals implements SharedWatch.Follower, AutoCloseable {

  /**
   * A connection may die without a word: every so many looks is a list all the same, that is every
   * half minute of a run that waits.
   */
  private static final int LIST_EVERY = 15;

  private final Api api;
  private final Api watching;
  private final String path;
  private final Map<String, JsonNode> leases = new ConcurrentHashMap<>();
  private volatile boolean inSight;
  private int looks;
  private boolean watchable = true;
  private @Nullable SharedWatch watch;
  private Optional<Vouched> vouched = Optional.empty();

  /** Whether names are vouched for, as was found out when just these approvals were there. */
  private record Vouched(Set<String> of, boolean sure) {}

  /**
   * @param api with a limit for each answer
   * @param watching without
   */
  GivenApprovals(Api api, Api watching, Paths paths, RunId run) {
    this.api = api;
    this.watching = watching;
    this.path =
        paths.all(Paths.LEASES)
            + "?labelSelector="
            + URLEncoder.encode(ApprovalLease.RUN + "=" + run, UTF_8);
  }

  /** All that there are, whether they are approvals or not. */
  synchronized Answer<List<JsonNode>> look(Function<Reply, Problem> trouble) {
    looks++;
    if (inSight && looks % LIST_EVERY != 0) {
      return Answer.given(List.copyOf(leases.values()));
    }
    Reply reply = list();
    if (!(reply instanceof Reply.Ok(JsonNode body))) {
      return Answer.refused(trouble.apply(reply));
    }
    List<JsonNode> found = Json.items(body, "items");
    // Who looks before and after it approves needs no watch, and sees what it wrote.
    if (watchable && watch == null && looks > 2) {
      listed(found);
      inSight = true;
      watch =
          SharedWatch.start(
              watching, Paths.LEASES, path, Reader.version(body), this, SharedWatch.Backoff.NORMAL);
    }
    return Answer.given(found);
  }

  Reply list() {
    return api.get("list", Paths.LEASES, path);
  }

  /**
   * Whether names are vouched for, found out anew only when what was found has changed.
   *
   * @param found Leases that are approvals
   */
  synchronized Answer<Boolean> vouches(List<JsonNode> found, Answering answering) {
    Set<String> versions =
        found.stream()
            .map(lease -> Json.name(lease) + "/" + Json.text(lease, "metadata", "resourceVersion"))
            .collect(Collectors.toSet());
    Optional<Boolean> known =
        vouched.filter(before -> before.of().equals(versions)).map(Vouched::sure);
    return known
        .map(Answer::given)
        .orElseGet(() ->
            answering
                .answer()
                .map(sure -> {
                  vouched = Optional.of(new Vouched(versions, sure));
                  return sure;
                }));
  }

  /** Finds out whether names are vouched for here and now. */
  interface Answering {
    Answer<Boolean> answer();
  }

  @Override
  public void listed(List<JsonNode> objects) {
    leases.clear();
    objects.forEach(this::changed);
  }

  @Override
  public void changed(JsonNode object) {
    leases.put(Json.name(object), object);
  }

  @Override
  public void deleted(JsonNode object) {
    leases.remove(Json.name(object));
  }

  @Override
  public void interrupted(Reply why) {
    inSight = false;
    boolean refused =
        why instanceof Reply.Failed failed && (failed.status() == 401 || failed.status() == 403);
    if (refused) {
      giveUp();
    }
  }

  private synchronized void giveUp() {
    watchable = false;
    close();
  }

  @Override
  public void resumed() {
    inSight = true;
  }

  @Override
  public synchronized void close() {
    inSight = false;
    if (watch != null) {
      watch.close();
    }
  }
}
