package uz.stario.rollback.adapters.http;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.verify.CheckResult;

/**
 * Asks health endpoints with the JDK's HTTP client.
 *
 * <p><b>Failed</b> is what the service itself says: another status or text than expected, a refused
 * or broken connection, something that is not HTTP, redirects in a circle. <b>Unknown</b> is what
 * says nothing about it: no answer in time, a name that does not resolve, no route, TLS that can't
 * be agreed on, an address that can't be asked.
 *
 * <p>Every probe makes a connection of its own, as a new user would, so that a kept one to an old
 * pod answers for nobody. At most three redirects are followed, within the same scheme; where the
 * expected status is itself a redirect none is. At most 64 KB of a body are read. No credentials
 * and no cookies are sent. Holds nothing between probes; thread-safe; never throws.
 */
public final class HttpProbes implements HttpProbe {

  @Override
  public CheckResult probe(HealthCheck check) {
    return switch (Address.of(check.url())) {
      case Address.Bad(String why) -> new CheckResult.Unknown(why);
      case Address.Good(URI uri) -> withinLimit(check, uri);
    };
  }

  /**
   * The limit holds for everything, name resolution and redirects too, which the client's own
   * limits leave out.
   */
  private static CheckResult withinLimit(HealthCheck check, URI uri) {
    FutureTask<CheckResult> attempt = new FutureTask<>(() -> new Attempt(check).from(uri));
    Thread.ofVirtual().name("probe " + check.name()).start(attempt);
    try {
      return attempt.get(check.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      attempt.cancel(true);
      return new CheckResult.Unknown("no answer within " + seconds(check.limit()));
    } catch (InterruptedException e) {
      attempt.cancel(true);
      Thread.currentThread().interrupt();
      return new CheckResult.Unknown("the probe was interrupted");
    } catch (ExecutionException e) {
      return new CheckResult.Unknown("the probe failed: " + e.getCause());
    }
  }

  private static String seconds(Duration limit) {
    return String.format(Locale.ROOT, "%.3f", limit.toMillis() / 1000.0).replaceAll("\\.?0+$", "")
        + " s";
  }
}
