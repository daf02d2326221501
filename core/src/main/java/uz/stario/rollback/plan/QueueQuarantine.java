package uz.stario.rollback.plan;

import java.util.Map;
import uz.stario.rollback.playbook.SecretSource;

/**
 * What the plan and the adapter that carries it out have to agree on of a queue's quarantine: how
 * its arguments are written, and under which key the jobs are kept. Pure.
 */
public final class QueueQuarantine {

  /** Of {@link Action.StoreChange#kind}. */
  public static final String KIND = "queue-quarantine";

  private static final String KEY = "key";
  private static final String VARIABLE = "env";
  private static final String FILE = "file";

  private QueueQuarantine() {}

  static Map<String, String> arguments(SecretSource redis, String key) {
    return switch (redis) {
      case SecretSource.FromEnvironment(String variable) -> Map.of(VARIABLE, variable, KEY, key);
      case SecretSource.FromFile(String path) -> Map.of(FILE, path, KEY, key);
    };
  }

  /** Where the address of the Redis is kept. */
  public static SecretSource redis(Action.StoreChange change) {
    String variable = change.arguments().get(VARIABLE);
    return variable == null
        ? new SecretSource.FromFile(change.arguments().getOrDefault(FILE, ""))
        : new SecretSource.FromEnvironment(variable);
  }

  /** The key of the queue. */
  public static String key(Action.StoreChange change) {
    return change.arguments().getOrDefault(KEY, "");
  }

  /** The key under which a run keeps the jobs; another for every run. */
  public static String kept(String key, String run) {
    return key + ":quarantine:" + run;
  }
}
