package uz.stario.rollback.adapters.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Where a database is: {@code postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full}.
 *
 * <p>The password comes from {@code PGPASSWORD}, from the file that {@code PGPASSFILE} names
 * ({@code ~/.pgpass}), or from the address, and is in nothing that this prints.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">connection URIs</a>
 */
public final class PostgresAddress {

  private static final int USUAL_PORT = 5432;

  /** Of the driver's many, those that say whom to trust; some others load classes by name. */
  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");

  private final String host;
  private final int port;
  private final String database;
  private final Properties properties;

  private PostgresAddress(String host, int port, String database, Properties properties) {
    this.host = host;
    this.port = port;
    this.database = database;
    this.properties = properties;
  }

  /**
   * Reads an address.
   *
   * @param source what the address comes from, for messages: {@code STARIO_JOURNAL}
   * @param environment for {@code PGUSER} and {@code PGPASSWORD}
   */
  public static Answer<PostgresAddress> parse(
      String source, String text, Map<String, String> environment) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Not the text itself: a password may stand in it.
      return refused(source, "It is no address: " + e.getReason() + ".");
    }
    if (!Set.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null) {
      return refused(source, "It names no PostgreSQL database.");
    }
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (path.isEmpty() || path.contains("/")) {
      return refused(source, "It does not say which database.");
    }
    Properties properties = new Properties();
    user(uri, environment, properties);
    if (uri.getRawQuery() != null) {
      for (String parameter : uri.getRawQuery().split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        if (parts.length != 2 || !PARAMETERS.contains(parts[0])) {
          return refused(
              source,
              "It has a parameter \""
                  + parts[0]
                  + "\"; known are "
                  + String.join(", ", new java.util.TreeSet<>(PARAMETERS))
                  + ".");
        }
        properties.setProperty(parts[0], decoded(parts[1]));
      }
    }
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return Answer.given(new PostgresAddress(uri.getHost(), port, path, properties));
  }

  private static void user(URI uri, Map<String, String> environment, Properties properties) {
    String[] given =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String user = given.length > 0 ? decoded(given[0]) : environment.getOrDefault("PGUSER", "");
    String password =
        given.length > 1 ? decoded(given[1]) : environment.getOrDefault("PGPASSWORD", "");
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  String url() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  Properties properties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /** Without the password. */
  @Override
  public String toString() {
    String user = properties.getProperty("user", "");
    return "postgresql://"
        + (user.isEmpty() ? "" : user + "@")
        + host
        + ":"
        + port
        + "/"
        + database;
  }

  private static Answer<PostgresAddress> refused(String source, String why) {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.USAGE,
            "Cannot use what " + source + " says.",
            why,
            "Write postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full, the password in"
                + " PGPASSFILE or PGPASSWORD."));
  }
}
