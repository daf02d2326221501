package uz.stario.platform.store;

import java.net.URI;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;
import uz.stario.platform.Settings;

/** Redis behind the small pool of its client. Safe for threads. */
public final class Redis implements AutoCloseable {

  private final RedisClient client;
  private final boolean leftOut;

  private Redis(RedisClient client, boolean leftOut) {
    this.client = client;
    this.leftOut = leftOut;
  }

  /** In the place of a server that there is not. */
  private static final class NoConnections implements ConnectionProvider {

    @Override
    public Connection getConnection() {
      throw new JedisConnectionException("Redis was left out");
    }

    @Override
    public Connection getConnection(CommandArguments command) {
      return getConnection();
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  /**
   * Begins a pool, whether or not the server is there yet.
   *
   * @param url {@value Settings#NONE} where there is none, and then nobody gets a connection
   * @throws IllegalArgumentException where the address is none like {@code redis://host:6379/0}
   */
  public static Redis open(String url) {
    if (url.equals(Settings.NONE)) {
      return new Redis(RedisClient.builder().connectionProvider(new NoConnections()).build(), true);
    }
    try {
      return new Redis(RedisClient.create(URI.create(url)), false);
    } catch (IllegalArgumentException | JedisException _) {
      throw new IllegalArgumentException("REDIS_URL is not an address like redis://host:6379/0");
    }
  }

  public RedisClient client() {
    return client;
  }

  /** Whether there is none, and there shall be none. */
  public boolean isLeftOut() {
    return leftOut;
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
