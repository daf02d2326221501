package uz.stario.rollback.adapters.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where a Redis is and how one signs in: {@code redis://user:password@host:6379/0}, or {@code
 * rediss://} with TLS.
 *
 * @see <a href="https://www.iana.org/assignments/uri-schemes/prov/redis">the scheme</a>
 */
record RedisAddress(HostAndPort host, DefaultJedisClientConfig config) {

  /** Within a region a connection takes milliseconds; a person is waiting. */
  private static final Duration CONNECTING = Duration.ofSeconds(2);

  /** A rename takes microseconds; a server that is busy with a long command gets a little time. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final int USUAL_PORT = 6379;

  /** Empty where the text is no such address; never says what stands in it. */
  static Optional<RedisAddress> parse(String text) {
    try {
      URI uri = URI.create(text);
      boolean known = JedisURIHelper.isRedisScheme(uri) || JedisURIHelper.isRedisSSLScheme(uri);
      if (!known || uri.getHost() == null) {
        return Optional.empty();
      }
      int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
      return Optional.of(
          new RedisAddress(
              new HostAndPort(uri.getHost(), port),
              DefaultJedisClientConfig.builder(uri)
                  .connectionTimeoutMillis((int) CONNECTING.toMillis())
                  .socketTimeoutMillis((int) ANSWER.toMillis())
                  .build()));
    } catch (IllegalArgumentException | JedisException e) {
      return Optional.empty();
    }
  }

  /**
   * Connects and signs in.
   *
   * @throws JedisException where the server can't be reached or does not let one in
   */
  Connection connect() {
    return new Connection(host, config);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return host.toString();
  }
}
