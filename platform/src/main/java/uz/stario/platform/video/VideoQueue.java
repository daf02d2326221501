package uz.stario.platform.video;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;

/**
 * The jobs that wait, in the Redis list {@code video_generation_queue}: oldest first, each handed
 * out at least once.
 *
 * <p>A worker moves a job to a list of its own while it works (the reliable queue of
 * https://redis.io/docs/latest/commands/lmove/). A worker that no longer beats has its list put
 * back by whoever looks next. So a job may be done twice, and is never lost. Safe for threads; each
 * call is a few round trips, and throws {@link redis.clients.jedis.exceptions.JedisException} where
 * Redis is away.
 */
public final class VideoQueue {

  /** The list of waiting jobs: the playbook names it. */
  public static final String WAITING = "video_generation_queue";

  /** Where entries are put that no worker understands. */
  public static final String UNREADABLE = WAITING + ":unreadable";

  /**
   * How long a worker may be silent before its jobs are put back: several beats, and longer than a
   * pause of Redis.
   */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  private static final String PROCESSING = WAITING + ":processing:";
  private static final String ALIVE = WAITING + ":worker:";
  private static final String QUARANTINE = WAITING + ":quarantine:";

  /** Two clearings in one second are told apart by a number; nobody clears more often. */
  private static final int MAX_SAME_SECOND = 100;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final UnifiedJedis redis;

  public VideoQueue(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** Adds a job behind the others. */
  public void add(String job) {
    redis.lpush(WAITING, job);
  }

  /**
   * Says that a worker is there; to be said before it takes a job, and several times in {@link
   * #SILENCE}.
   */
  public void beat(String worker) {
    redis.set(ALIVE + worker, "1", SetParams.setParams().ex(SILENCE.toSeconds()));
  }

  /** The oldest job, now in the worker's own list; waits for one. */
  public Optional<String> take(String worker, Duration wait) {
    return Optional.ofNullable(
        redis.blmove(
            WAITING,
            PROCESSING + worker,
            ListDirection.RIGHT,
            ListDirection.LEFT,
            wait.toMillis() / 1000.0));
  }

  /** Takes a job off the worker's list, whatever became of it. */
  public void done(String worker, String job) {
    redis.lrem(PROCESSING + worker, 1, job);
  }

  /** Puts a job behind the waiting ones. */
  public void again(String worker, String job) {
    move(worker, job, WAITING);
  }

  /** Puts an entry aside that is no job, for a person to look at. */
  public void setAside(String worker, String entry) {
    move(worker, entry, UNREADABLE);
  }

  private void move(String worker, String entry, String list) {
    try (AbstractTransaction both = redis.multi()) {
      both.lrem(PROCESSING + worker, 1, entry);
      both.lpush(list, entry);
      both.exec();
    }
  }

  /** What a worker still holds is the next to be taken. */
  public void handBack(String worker) {
    putBack(PROCESSING + worker);
  }

  /** The end of a worker, which hands back what it holds. */
  public void leave(String worker) {
    handBack(worker);
    redis.del(ALIVE + worker);
  }

  /**
   * Puts the jobs of silent workers before the waiting ones.
   *
   * @return how many
   */
  public int reap() {
    int jobs = 0;
    for (String list : processingLists()) {
      if (!redis.exists(ALIVE + list.substring(PROCESSING.length()))) {
        jobs += putBack(list);
      }
    }
    return jobs;
  }

  private int putBack(String list) {
    int jobs = 0;
    while (redis.lmove(list, WAITING, ListDirection.LEFT, ListDirection.RIGHT) != null) {
      jobs++;
    }
    return jobs;
  }

  /**
   * What is in the queue.
   *
   * @param waiting how many jobs wait
   * @param processing how many jobs each worker holds, by the worker's name
   * @param unreadable how many entries were put aside
   */
  public record Depth(long waiting, SortedMap<String, Long> processing, long unreadable) {}

  /** As it stands now; the numbers are read one after another. */
  public Depth depth() {
    SortedMap<String, Long> processing = new TreeMap<>();
    for (String list : processingLists()) {
      processing.put(list.substring(PROCESSING.length()), redis.llen(list));
    }
    return new Depth(redis.llen(WAITING), processing, redis.llen(UNREADABLE));
  }

  /** The oldest jobs that wait, the next one first. */
  public List<String> oldest(int count) {
    return redis.lrange(WAITING, -count, -1).reversed();
  }

  /** The lists that were put away by {@link #clear}, each with its length. */
  public SortedMap<String, Long> quarantined() {
    SortedMap<String, Long> lists = new TreeMap<>();
    for (String list : keys(QUARANTINE)) {
      lists.put(list, redis.llen(list));
    }
    return lists;
  }

  /**
   * Empties the queue by renaming it, so that nothing is lost: {@code RENAME KEY
   * video_generation_queue} brings it back.
   *
   * @return the name under which the jobs are kept, or empty where none waited
   */
  public Optional<String> clear(Instant now) {
    String name = QUARANTINE + STAMP.format(now);
    for (int i = 1; i <= MAX_SAME_SECOND; i++) {
      String free = i == 1 ? name : name + "-" + i;
      try {
        if (redis.renamenx(WAITING, free) == 1) {
          return Optional.of(free);
        }
      } catch (JedisDataException e) {
        // "ERR no such key": an empty list does not exist.
        if (!redis.exists(WAITING)) {
          return Optional.empty();
        }
        throw e;
      }
    }
    throw new IllegalStateException("too many lists are called " + name);
  }

  private List<String> processingLists() {
    return keys(PROCESSING);
  }

  private List<String> keys(String start) {
    List<String> keys = new ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    var params = new ScanParams().match(start + "*").count(500);
    do {
      var page = redis.scan(cursor, params);
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    // A scan may tell a key twice.
    return keys.stream().distinct().sorted().toList();
  }
}
