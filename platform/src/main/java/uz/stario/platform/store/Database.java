package uz.stario.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import uz.stario.platform.Settings;

/**
 * PostgreSQL behind a small pool. Safe for threads; a connection is waited for two seconds and an
 * answer five, then there is an {@link SQLException}.
 */
public final class Database implements AutoCloseable {

  /** Enough for a small service, and few enough for a small server with many of them. */
  private static final int POOL = 8;

  /** For a connection: a server that is there gives one in milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For an answer: every statement here is a matter of milliseconds, also on a server at work. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final DataSource source;

  private Database(DataSource source) {
    this.source = source;
  }

  /**
   * Begins a pool, whether or not the server is there yet.
   *
   * @param url as Alembic takes it, {@code postgresql://user:password@host:5432/db}; {@value
   *     Settings#NONE} where there is none, and then nobody gets a connection
   * @throws IllegalArgumentException where it is not; the message does not repeat the password
   */
  public static Database open(String url) {
    if (url.equals(Settings.NONE)) {
      return new Database(new NoDatabase());
    }
    URI address = address(url);
    var config = new HikariConfig();
    int port = address.getPort() < 0 ? 5432 : address.getPort();
    config.setJdbcUrl(
        "jdbc:postgresql://%s:%d%s?socketTimeout=%d&connectTimeout=%d&loginTimeout=%d&ApplicationName=stario"
            .formatted(
                address.getHost(),
                port,
                address.getRawPath(),
                ANSWER.toSeconds(),
                PATIENCE.toSeconds(),
                PATIENCE.toSeconds()));
    String[] user = Optional.ofNullable(address.getRawUserInfo()).orElse("").split(":", 2);
    config.setUsername(decoded(user[0]));
    if (user.length > 1) {
      config.setPassword(decoded(user[1]));
    }
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(PATIENCE.toMillis());
    config.setInitializationFailTimeout(-1);
    return new Database(new HikariDataSource(config));
  }

  private static URI address(String url) {
    try {
      URI address = URI.create(url);
      String scheme = Optional.ofNullable(address.getScheme()).orElse("").split("\\+", 2)[0];
      if (scheme.equals("postgresql") && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // Said below, without the address: it has a password.
    }
    throw new IllegalArgumentException(
        "DATABASE_URL is not an address like postgresql://user:password@host:5432/db");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  public DataSource source() {
    return source;
  }

  /** Whether there is none, and there shall be none. */
  public boolean isLeftOut() {
    return source instanceof NoDatabase;
  }

  /** Why it cannot be used just now, or empty. */
  public Optional<String> problem() {
    try (Connection connection = source.getConnection()) {
      return connection.isValid((int) PATIENCE.toSeconds())
          ? Optional.empty()
          : Optional.of("the database does not answer");
    } catch (SQLException _) {
      return Optional.of("the database cannot be reached");
    }
  }

  @Override
  public void close() {
    if (source instanceof HikariDataSource pool) {
      pool.close();
    }
  }
}
