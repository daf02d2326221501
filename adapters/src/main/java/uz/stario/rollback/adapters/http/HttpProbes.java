package uz.stario.rollback.adapters.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
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
 * <p>Where the expected status is itself a redirect none is followed. At most 64 KB of a body are
 * read. No credentials and no cookies are sent. Holds nothing between probes; thread-safe; never
 * throws.
 *
 * @see Exchange
 */
public final class HttpProbes implements HttpProbe {

  private static final int MAX_BODY = 64 * 1024;

  @Override
  public CheckResult probe(HealthCheck check) {
    return switch (Address.of(check.url())) {
      case Address.Bad(String why) -> new CheckResult.Unknown(why);
      case Address.Good(URI uri) -> judge(check, exchange(check, uri).make());
    };
  }

  private static Exchange exchange(HealthCheck check, URI uri) {
    return new Exchange(
        check.method(),
        uri,
        Map.of(),
        Optional.empty(),
        status -> status == check.status(),
        check.limit(),
        MAX_BODY,
        Optional.empty());
  }

  private static CheckResult judge(HealthCheck check, Exchange.Outcome outcome) {
    return switch (outcome) {
      case Exchange.Outcome.NoAnswer(String why, _) -> new CheckResult.Unknown(why);
      case Exchange.Outcome.Broken(String why, _) -> new CheckResult.Failed(why);
      case Exchange.Outcome.Answered(int status, _, String body, _) -> judge(check, status, body);
    };
  }

  private static CheckResult judge(HealthCheck check, int status, String body) {
    if (status != check.status()) {
      return new CheckResult.Failed("answered " + status + ", not " + check.status());
    }
    Optional<String> wanted = check.bodyContains();
    return wanted.isEmpty() || body.contains(wanted.get())
        ? new CheckResult.Passed("answered " + status)
        : new CheckResult.Failed(
            "answered " + status + " without '" + wanted.get() + "' in its first 64 KB");
  }
}
