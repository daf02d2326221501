package uz.stario.platform.store;

import java.net.URI;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Redis behind the small pool of its client. Safe for threads. */
public final class Redis implements AutoCloseable {

  private final RedisClient client;

  private Redis(RedisClient client) {
    this.client = client;
  }

  /**
   * Begins a pool, whether or not the server is there yet.
   *
   * @throws IllegalArgumentException where the address is none like {@code redis://host:6379/0}
   */
  public static Redis open(String url) {
    try {
      return new Redis(RedisClient.create(URI.create(url)));
    } catch (IllegalArgumentException | JedisException _) {
      throw new IllegalArgumentException("REDIS_URL is not an address like redis://host:6379/0");
    }
  }

  public RedisClient client() {
    return client;
  }

  /** Why it cannot be used just now, or empty. */
  public Optional<String> problem() {
    try {
      client.ping();
      return Optional.empty();
    } catch (JedisException _) {
      return Optional.of("Redis cannot be reached");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
