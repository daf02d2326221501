package uz.stario.platform.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads the bodies of requests: none longer than its limit or slower than is fair, and no more at
 * once than the heap takes. Safe for threads.
 */
final class Bodies {

  /** The largest body over a slow line: 5 MiB at two megabits a second. */
  static final Duration ARRIVAL = Duration.ofSeconds(20);

  /** What all bodies in memory may take together, in KiB: a part of a heap of 64 MiB. */
  private static final int AT_ONCE = 16 << 10;

  /** How long a request waits for its part of that: longer than most bodies need to be done. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  /** What comes in chunks says no length. */
  private static final int UNKNOWN = -1;

  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService threads;
  private final Duration arrival;

  /**
   * @param arrival how long a body may take
   */
  Bodies(ExecutorService threads, Duration arrival) {
    this.threads = threads;
    this.arrival = arrival;
  }

  /** What a request is answered with once its body is there. */
  @FunctionalInterface
  interface Use {
    Response answer(byte[] body) throws Exception;
  }

  /** Reads a body and uses it; nothing waits where there is none. */
  Response use(HttpExchange exchange, int limit, Use use) throws Exception {
    int length = length(exchange, limit);
    if (length == 0) {
      return use.answer(new byte[0]);
    }
    int kib = ((length == UNKNOWN ? limit : length) >> 10) + 1;
    if (!free.tryAcquire(kib, TURN.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Problem(503, "too much is being sent at once; try again");
    }
    try {
      InputStream in = exchange.getRequestBody();
      return use.answer(length == UNKNOWN ? chunks(in, limit) : whole(in, length));
    } finally {
      free.release(kib);
    }
  }

  private static int length(HttpExchange exchange, int limit) throws Problem {
    String said = exchange.getRequestHeaders().getFirst("Content-Length");
    if (said == null) {
      return exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? UNKNOWN : 0;
    }
    if (!DIGITS.matcher(said).matches()) {
      throw Problem.bad("Content-Length is not a number of bytes");
    }
    if (Long.parseLong(said) > limit) {
      throw tooLarge(limit);
    }
    return Integer.parseInt(said);
  }

  private byte[] whole(InputStream in, int length) throws Problem, InterruptedException {
    byte[] body = new byte[length];
    int read = arrived(threads.submit(() -> in.readNBytes(body, 0, length)));
    if (read < length) {
      throw incomplete();
    }
    return body;
  }

  private byte[] chunks(InputStream in, int limit) throws Problem, InterruptedException {
    byte[] body = arrived(threads.submit(() -> in.readNBytes(limit + 1)));
    if (body.length > limit) {
      throw tooLarge(limit);
    }
    return body;
  }

  private <T> T arrived(Future<T> arriving) throws Problem, InterruptedException {
    try {
      return arriving.get(arrival.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Not interrupted: that would close the connection before the answer is sent.
      throw new Problem(408, "the body did not arrive in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // Cut off, or chunks that are none: the JDK's reader throws exceptions of several kinds.
      throw incomplete();
    }
  }

  private static Problem incomplete() {
    return Problem.bad("the body is not whole");
  }

  private static Problem tooLarge(int limit) {
    return new Problem(413, "the body is larger than %d MiB".formatted(limit >> 20));
  }
}
