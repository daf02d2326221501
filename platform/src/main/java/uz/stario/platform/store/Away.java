package uz.stario.platform.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisException;

/** Tells what is thrown because a store is away from what is thrown because we are wrong. */
public final class Away {

  private Away() {}

  /** The reason for a client, without an address; empty where no store is away. */
  public static Optional<String> reason(Exception thrown) {
    if (thrown instanceof JedisException) {
      // Also what a Redis answers that is loading, full or read-only.
      return Optional.of("Redis cannot be used just now; try again");
    }
    return thrown instanceof SQLException e && isAway(e)
        ? Optional.of("the database cannot be used just now; try again")
        : Optional.empty();
  }

  /**
   * By the classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection,
   * resources, an operator's intervention, the system; and a pool that has no connection to give.
   */
  private static boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58");
  }
}
