package uz.stario.platform.video;

import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * {@code redis-queue}: looks at and clears the queue of videos, for typing in the pod of {@code
 * video-gen}.
 *
 * <p>The playbook does this with Python's client of Redis; these pods have no Python, and deleting
 * a list would lose it.
 */
public final class RedisQueueCommand {

  private static final String USAGE =
      """
      Usage: redis-queue inspect | clear

        inspect   how many jobs wait, who works at how many, the oldest, and what was cleared before
        clear     empties the queue: the list is renamed to video_generation_queue:quarantine:TIME and kept
                  (back: redis-cli RENAMENX video_generation_queue:quarantine:TIME video_generation_queue)

      REDIS_URL says where Redis is. Ends with 0, 1 when Redis is away, 2 when the command is wrong.
      """;

  /** Enough to see what waits, on one screen. */
  private static final int SHOWN = 10;

  private static final int LONGEST_LINE = 160;

  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;

  public RedisQueueCommand(PrintStream out, PrintStream err, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Runs it; returns the exit code. */
  public int run(List<String> arguments, String redisUrl) {
    if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
      out.print(USAGE);
      return 0;
    }
    if (arguments.size() != 1 || !List.of("inspect", "clear").contains(arguments.getFirst())) {
      err.print(USAGE);
      return 2;
    }
    URI address;
    try {
      address = URI.create(redisUrl);
    } catch (IllegalArgumentException _) {
      return away("not an address like redis://redis:6379/0");
    }
    try (RedisClient redis = RedisClient.create(address)) {
      var queue = new VideoQueue(redis);
      if (arguments.getFirst().equals("inspect")) {
        inspect(queue);
      } else {
        clear(queue);
      }
      return 0;
    } catch (JedisException e) {
      return away(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException _) {
      return away("not an address like redis://redis:6379/0");
    }
  }

  /** The address may hold a password, so it is not repeated. */
  private int away(String reason) {
    err.printf("Redis could not be asked (REDIS_URL): %s%nNothing was changed.%n", reason);
    return 1;
  }

  private void inspect(VideoQueue queue) {
    VideoQueue.Depth depth = queue.depth();
    out.printf("%s: %s%n", VideoQueue.WAITING, waiting(depth.waiting()));
    queue.oldest(SHOWN).forEach(job -> out.printf("  %s%n", line(job)));
    if (depth.waiting() > SHOWN) {
      out.printf("  … and %d more%n", depth.waiting() - SHOWN);
    }
    depth.processing().forEach((worker, jobs) -> out.printf("%s works at %d%n", worker, jobs));
    if (depth.unreadable() > 0) {
      out.printf("%s: %d set aside%n", VideoQueue.UNREADABLE, depth.unreadable());
    }
    queue.quarantined().forEach((list, jobs) -> out.printf("%s: %d cleared%n", list, jobs));
  }

  private void clear(VideoQueue queue) {
    Optional<String> kept = queue.clear(clock.instant());
    if (kept.isEmpty()) {
      out.println("No job waited; nothing was changed.");
      return;
    }
    long jobs = queue.quarantined().getOrDefault(kept.get(), 0L);
    out.printf(
        "%s is empty; its jobs (%d) are kept in %s%nBack: redis-cli RENAMENX %s %s%n",
        VideoQueue.WAITING, jobs, kept.get(), kept.get(), VideoQueue.WAITING);
    long working = queue.depth().processing().values().stream().mapToLong(Long::longValue).sum();
    if (working > 0) {
      out.printf("Workers still work at %d.%n", working);
    }
  }

  private static String waiting(long jobs) {
    return switch ((int) Math.min(jobs, 2)) {
      case 0 -> "no job waits";
      case 1 -> "1 job waits";
      default -> jobs + " jobs wait";
    };
  }

  /** One line without control characters: anybody may have written to the list. */
  private static String line(String job) {
    String clean = job.replaceAll("\\p{Cntrl}|\\p{Cf}", "·");
    return clean.length() <= LONGEST_LINE ? clean : clean.substring(0, LONGEST_LINE) + "…";
  }
}
