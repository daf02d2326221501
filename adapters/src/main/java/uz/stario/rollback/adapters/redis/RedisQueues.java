package uz.stario.rollback.adapters.redis;

import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * Puts a queue in Redis aside by renaming its key to one that is named after the run; never
 * deletes.
 *
 * <p>One {@code RENAMENX}, which the server does at once or not at all: no job is lost between two
 * commands, and a second attempt of the same run finds its own key and changes nothing. What is
 * kept does not expire. Thread-safe; each call has a connection of its own and ends within seconds.
 *
 * @see <a href="https://redis.io/docs/latest/commands/renamenx/">RENAMENX</a>
 */
public final class RedisQueues implements Stores {

  private static final String NO_SUCH_KEY = "ERR no such key";

  private final Function<SecretSource, Answer<String>> addresses;

  /**
   * @param addresses reads the address of a Redis from where it is kept
   */
  public RedisQueues(Function<SecretSource, Answer<String>> addresses) {
    this.addresses = addresses;
  }

  /** What is asked of a server once there is a connection. */
  private interface Question<T> {
    T ask(Connection connection);
  }

  @Override
  public EffectOutcome perform(
      Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun) {
    String key = QueueQuarantine.key(change);
    String kept = QueueQuarantine.kept(key, run.value());
    return asked(change, connection -> quarantine(connection, key, kept), outcome -> outcome);
  }

  @Override
  public Sight look(Action.StoreChange change, RunId run) {
    String kept = QueueQuarantine.kept(QueueQuarantine.key(change), run.value());
    return asked(
        change,
        connection ->
            number(connection, Command.EXISTS, kept) == 1
                ? new Sight.Done(size(connection, kept) + " kept under " + kept, "")
                : new Sight.NotDone("there is no " + kept),
        outcome -> new Sight.CannotTell(outcome.detail()));
  }

  private <T> T asked(
      Action.StoreChange change, Question<T> question, Function<EffectOutcome, T> otherwise) {
    RedisAddress address;
    switch (addresses.apply(QueueQuarantine.redis(change))) {
      case Answer.Refused<String>(Problem problem) -> {
        return otherwise.apply(new EffectOutcome.Refused(problem.what() + " " + problem.why()));
      }
      case Answer.Given<String>(String text) -> {
        var parsed = RedisAddress.parse(text);
        if (parsed.isEmpty()) {
          return otherwise.apply(
              new EffectOutcome.Refused(
                  "the address of the Redis is none like redis://host:6379/0"));
        }
        address = parsed.get();
      }
    }
    Connection connection;
    try {
      connection = address.connect();
    } catch (JedisException e) {
      return otherwise.apply(RedisTrouble.of(e, address, false));
    }
    try (connection) {
      return question.ask(connection);
    } catch (JedisException e) {
      return otherwise.apply(RedisTrouble.of(e, address, true));
    }
  }

  private static EffectOutcome quarantine(Connection connection, String key, String kept) {
    boolean renamed;
    try {
      renamed = number(connection, Command.RENAMENX, key, kept) == 1;
    } catch (JedisDataException e) {
      if (!String.valueOf(e.getMessage()).startsWith(NO_SUCH_KEY)) {
        throw e;
      }
      // The server looks for the queue first: this run may have put it aside all the same.
      if (number(connection, Command.EXISTS, kept) == 0) {
        return new EffectOutcome.AlreadySo("the queue is empty", "");
      }
      renamed = false;
    }
    String where = remaining(connection, kept) + " kept under " + kept;
    return renamed
        ? new EffectOutcome.Applied(where, "")
        : new EffectOutcome.AlreadySo("by this run: " + where, "");
  }

  /** The size of what has been put aside, which from now on does not expire. */
  private static String remaining(Connection connection, String kept) {
    try {
      long _ = number(connection, Command.PERSIST, kept);
      return size(connection, kept);
    } catch (JedisDataException e) {
      // Whoever may rename need not be let do the rest.
      return "the jobs are";
    }
  }

  /** Redis has queues of many types; a job that is being put in is counted or not. */
  private static String size(Connection connection, String key) {
    Object type = connection.executeCommand(new CommandArguments(Command.TYPE).key(key));
    String name = type instanceof byte[] bytes ? SafeEncoder.encode(bytes) : String.valueOf(type);
    long jobs =
        switch (name) {
          case "list" -> number(connection, Command.LLEN, key);
          case "set" -> number(connection, Command.SCARD, key);
          case "zset" -> number(connection, Command.ZCARD, key);
          case "stream" -> number(connection, Command.XLEN, key);
          case "hash" -> number(connection, Command.HLEN, key);
          default -> 0;
        };
    return jobs == 0 ? "the jobs are" : jobs == 1 ? "1 job is" : jobs + " jobs are";
  }

  private static long number(Connection connection, Command command, String... keys) {
    CommandArguments arguments = new CommandArguments(command);
    for (String key : keys) {
      arguments.key(key);
    }
    return connection.executeCommand(arguments) instanceof Long number ? number : 0;
  }
}
