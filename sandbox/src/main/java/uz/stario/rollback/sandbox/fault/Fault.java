package uz.stario.rollback.sandbox.fault;

import java.time.Duration;

/** Something that can go wrong: with a request, or with the cluster. */
public sealed interface Fault {

  /** Goes wrong with one request to the API that a {@link Rule} picks. */
  sealed interface OfRequest extends Fault {}

  /** Goes wrong with the cluster as soon as its rule is added, and stays so. */
  sealed interface OfCluster extends Fault {}

  /**
   * 429: the server is busy.
   *
   * @param retryAfter what it says in {@code Retry-After}, in whole seconds
   */
  record TooManyRequests(Duration retryAfter) implements OfRequest {}

  /** 500: the server failed before it did anything. */
  record InternalError() implements OfRequest {}

  /** 503: the server can't be reached behind its load balancer; nothing was done. */
  record Unavailable() implements OfRequest {}

  /** The connection is reset before anything was done. */
  record Reset() implements OfRequest {}

  /** All is done as asked, and then the connection is reset in place of the answer. */
  record LostAnswer() implements OfRequest {}

  /**
   * The request waits before it is served.
   *
   * @param by how long, of real time
   */
  record Delay(Duration by) implements OfRequest {}

  /**
   * A list shows an older state, as a server with a lagging cache does.
   *
   * @param changes how many changes of that kind it misses
   */
  record StaleList(int changes) implements OfRequest {}

  /**
   * A watch loses events and says nothing of it.
   *
   * @param after how many events it tells first
   * @param lost how many it loses then
   */
  record WatchGap(int after, int lost) implements OfRequest {}

  /** 410: the resourceVersion asked for has expired. */
  record Gone() implements OfRequest {}

  /**
   * An admission webhook refuses what is created or changed, by controllers too.
   *
   * @param webhook its name
   * @param message what it says
   */
  record WebhookRefuses(String webhook, String message) implements OfRequest {}

  /**
   * Pods take longer to pull, start, stop and back off.
   *
   * @param factor how many times longer; 1 ends it
   */
  record SlowPods(double factor) implements OfCluster {}

  /**
   * An image can no longer be pulled; containers that run it go on.
   *
   * @param image its whole name
   */
  record ImageGone(String image) implements OfCluster {}

  /**
   * A node is gone with all its pods.
   *
   * @param node its name
   */
  record NodeGone(String node) implements OfCluster {}

  /**
   * A ResourceQuota {@code fault-quota} leaves no room.
   *
   * @param namespace where
   * @param pods how many pods it allows
   */
  record QuotaFull(String namespace, int pods) implements OfCluster {}
}
