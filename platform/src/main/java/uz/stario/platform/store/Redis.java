package uz.stario.platform.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.JedisURIHelper;
import uz.stario.platform.Settings;

/**
 * Redis behind the small pool of its client. Safe for threads; an answer, or a connection of the
 * pool, is waited for two seconds, then there is a {@link JedisException}.
 */
public final class Redis implements AutoCloseable {

  /** Enough for a small service, and few enough for a small server with many of them. */
  private static final int POOL = 8;

  /** A round trip takes a millisecond; who waits two seconds for one waits in vain. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Of commands that wait by themselves: longer than a worker waits for a job. */
  private static final Duration BLOCKING = Duration.ofSeconds(5);

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
      URI address = URI.create(url);
      if (!JedisURIHelper.isValid(address)) {
        throw new IllegalArgumentException("neither host nor port");
      }
      var pool = new ConnectionPoolConfig();
      pool.setMaxTotal(POOL);
      pool.setMaxIdle(POOL);
      pool.setMaxWait(PATIENCE);
      return new Redis(
          RedisClient.builder()
              .hostAndPort(JedisURIHelper.getHostAndPort(address))
              .clientConfig(config(address))
              .poolConfig(pool)
              .build(),
          false);
    } catch (IllegalArgumentException | JedisException _) {
      throw new IllegalArgumentException("REDIS_URL is not an address like redis://host:6379/0");
    }
  }

  private static JedisClientConfig config(URI address) {
    return DefaultJedisClientConfig.builder(address)
        .connectionTimeoutMillis((int) PATIENCE.toMillis())
        .socketTimeoutMillis((int) PATIENCE.toMillis())
        .blockingSocketTimeoutMillis((int) BLOCKING.toMillis())
        .build();
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
