package uz.stario.platform.flags;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Log;
import uz.stario.platform.web.Problem;

/**
 * The switches in force: those of the environment, and the Redis keys {@code feature:NAME:enabled},
 * read every two seconds. Safe for threads.
 *
 * <p>Whoever says off wins, and {@code EMERGENCY_MODE} switches every feature off: a switch that
 * was thrown in one place is not undone by another. Where Redis is away what was last read stays in
 * force.
 */
public final class Flags implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final String PATTERN = "feature:*";

  /** More keys than that are not flags of ours. */
  private static final int MOST_KEYS = 1000;

  private final Map<String, String> environment;
  private final UnifiedJedis redis;
  private final Log log;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Map<String, String> keys = Map.of();
  private volatile boolean redisIsAway;

  public Flags(Map<String, String> environment, UnifiedJedis redis, Log log) {
    this.environment = Map.copyOf(environment);
    this.redis = redis;
    this.log = log;
  }

  /**
   * Reads now, so that a switch is in force before the first request, and every two seconds until
   * closed.
   */
  public Flags watch() {
    read();
    Thread.ofVirtual()
        .name("flags")
        .start(() -> {
          try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
              read();
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    return this;
  }

  /** Reads the keys once. */
  public void read() {
    try {
      Map<String, String> now = new TreeMap<>();
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = redis.scan(cursor, new ScanParams().match(PATTERN).count(100));
        for (String key : page.getResult()) {
          String value = redis.type(key).equals("string") ? redis.get(key) : null;
          if (value != null) {
            now.put(key, value);
          }
        }
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && now.size() < MOST_KEYS);
      if (!now.equals(keys)) {
        log.info("flags changed in Redis", Map.of("keys", now.size()));
      }
      keys = Map.copyOf(now);
      redisIsAway = false;
    } catch (JedisException _) {
      if (!redisIsAway) {
        log.warn("flags cannot be read from Redis; the last ones stay in force", Map.of());
      }
      redisIsAway = true;
    }
  }

  public boolean isOn(Feature feature) {
    return !isEmergency()
        && isTrue(environment.get(feature.variable()), true)
        && isTrue(keys.get("feature:" + feature.key() + ":enabled"), true);
  }

  /** A problem with status 403 where the feature is off: it is meant so, and no server's error. */
  public void require(Feature feature) throws Problem {
    if (!isOn(feature)) {
      throw new Problem(403, "the feature " + feature.key() + " is switched off");
    }
  }

  /** Whether the models are replaced by stand-ins. */
  public boolean isMockAi() {
    return isTrue(environment.get("USE_MOCK_AI"), false)
        || isTrue(keys.get("feature:use_mock_ai:enabled"), false);
  }

  public boolean isEmergency() {
    return isTrue(environment.get("EMERGENCY_MODE"), false)
        || isTrue(keys.get("feature:emergency_mode:enabled"), false);
  }

  /** What is in force, and what Redis says. */
  public ObjectNode json() {
    ObjectNode body = Json.object();
    for (Feature feature : Feature.values()) {
      body.put(feature.key(), isOn(feature));
    }
    body.put("use_mock_ai", isMockAi()).put("emergency_mode", isEmergency());
    body.put("redis", redisIsAway ? "away: the last values stay in force" : "read");
    body.set("redis_keys", Json.of(keys));
    return body;
  }

  /** Words that people type for no and yes; what is neither changes nothing. */
  private static boolean isTrue(@Nullable String value, boolean otherwise) {
    return switch (value == null ? "" : value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "on", "yes" -> true;
      case "false", "0", "off", "no" -> false;
      default -> otherwise;
    };
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
