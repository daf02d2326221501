package uz.stario.rollback.adapters.redis;

import java.net.UnknownHostException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import uz.stario.rollback.run.EffectOutcome;

/**
 * What comes of an effect that a Redis did not carry out, by the word with which its error begins.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors">errors
 *     of the protocol</a>
 */
final class RedisTrouble {

  private RedisTrouble() {}

  /**
   * The outcome.
   *
   * @param sent whether the change may have reached the server
   */
  static EffectOutcome of(JedisException thrown, RedisAddress address, boolean sent) {
    if (thrown instanceof JedisConnectionException) {
      return sent
          ? new EffectOutcome.Unknown("the connection to Redis at " + address + " broke")
          : new EffectOutcome.NotYet(
              "Redis at " + address + " can't be reached: " + cause(thrown), true);
    }
    String message = String.valueOf(thrown.getMessage());
    return switch (message.split(" ", 2)[0]) {
      case "NOAUTH", "WRONGPASS" ->
          new EffectOutcome.Refused(
              "Redis at " + address + " does not accept the user and password of the address",
              true);
      case "NOPERM" ->
          new EffectOutcome.Refused(
              "the user may not do that in Redis at " + address + ": " + message, true);
      case "READONLY" ->
          new EffectOutcome.Refused(
              "Redis at "
                  + address
                  + " is a replica, which can only be read; the address has to be the primary's");
      case "MOVED", "ASK", "CROSSSLOT" ->
          new EffectOutcome.Refused(
              "Redis at "
                  + address
                  + " is part of a cluster, where a key can't be renamed from one slot to another;"
                  + " move the jobs by hand");
      case "LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS", "MISCONF" ->
          new EffectOutcome.NotYet("Redis at " + address + " is not ready: " + message, false);
      default ->
          // Servers before 6 have no word of its own for it.
          message.startsWith("ERR invalid password") || message.startsWith("ERR Client sent AUTH")
              ? new EffectOutcome.Refused(
                  "Redis at " + address + " does not accept the password of the address", true)
              : new EffectOutcome.Refused("Redis at " + address + " refused it: " + message);
    };
  }

  /**
   * The innermost says most: connection refused, timed out, no such host, no trust in a chain. The
   * client suppresses what came of the addresses that a name has.
   */
  private static String cause(Throwable thrown) {
    Throwable[] suppressed = thrown.getSuppressed();
    Throwable next = suppressed.length > 0 ? suppressed[0] : thrown.getCause();
    if (next != null) {
      return cause(next);
    }
    return thrown instanceof UnknownHostException
        ? "its name is not known"
        : String.valueOf(thrown.getMessage());
  }
}
