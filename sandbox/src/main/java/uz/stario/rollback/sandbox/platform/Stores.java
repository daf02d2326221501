package uz.stario.rollback.sandbox.platform;

import uz.stario.platform.Settings;

/**
 * Where the platform's data is on this machine: what stands behind the names {@code postgres} and
 * {@code redis} in the cluster.
 *
 * @param database {@code postgresql://user:password@127.0.0.1:PORT/NAME}, or {@link Settings#NONE}
 * @param redis {@code redis://127.0.0.1:PORT/0}, or {@link Settings#NONE}
 */
public record Stores(String database, String redis) {

  /** Neither: the parts of the services that need them are left out, and their health says so. */
  public static Stores none() {
    return new Stores(Settings.NONE, Settings.NONE);
  }

  /** Whether both are there. */
  public boolean complete() {
    return !database.equals(Settings.NONE) && !redis.equals(Settings.NONE);
  }
}
