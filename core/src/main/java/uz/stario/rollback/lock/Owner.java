package uz.stario.rollback.lock;

import java.time.Instant;

/**
 * The process that carries a run out.
 *
 * @param user the user of its operating system
 * @param host for people; two machines may have the same
 * @param machine tells apart where process ids mean the same: a boot of a machine, and the
 *     container in it; empty where that cannot be told
 * @param processStart as that machine's clock had it
 */
public record Owner(String user, String host, String machine, long pid, Instant processStart) {

  /** {@code user@host}. */
  @Override
  public String toString() {
    return user + "@" + host;
  }
}
