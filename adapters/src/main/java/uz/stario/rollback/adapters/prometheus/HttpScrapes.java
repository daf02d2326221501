package uz.stario.rollback.adapters.prometheus;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.adapters.http.Exchange;
import uz.stario.rollback.adapters.http.Exchange.Outcome;
import uz.stario.rollback.metrics.Exposition;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.port.Scrapes;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Scrapes {@code /metrics} as Prometheus does, at most 16 MB of it. Holds nothing between scrapes;
 * thread-safe; never throws.
 */
public final class HttpScrapes implements Scrapes {

  private static final int MAX_BODY = 16 * 1024 * 1024;

  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=1,*/*;q=0.1";

  private final InstantSource clock;

  public HttpScrapes(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Answer<Scrape> scrape(String address, Set<String> series, Duration limit) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      return refused(ErrorCode.METRICS_UNUSABLE, "the address is not valid");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      return refused(ErrorCode.METRICS_UNUSABLE, "the address must be a host without credentials");
    }
    Outcome outcome =
        new Exchange(
                "GET",
                uri,
                Map.of("Accept", ACCEPT),
                Optional.empty(),
                status -> status == 200,
                limit,
                MAX_BODY,
                Optional.empty())
            .make();
    return switch (outcome) {
      case Outcome.NoAnswer(String why, _) -> refused(ErrorCode.METRICS_UNREACHABLE, why);
      case Outcome.Broken(String why, _) -> refused(ErrorCode.METRICS_UNREACHABLE, why);
      case Outcome.Answered answered when answered.status() != 200 ->
          refused(
              answered.status() == 401 || answered.status() == 403
                  ? ErrorCode.METRICS_DENIED
                  : ErrorCode.METRICS_UNUSABLE,
              "it answered " + answered.status());
      case Outcome.Answered answered when !answered.whole() ->
          refused(
              ErrorCode.METRICS_UNUSABLE, "it says more than " + MAX_BODY / 1024 / 1024 + " MB");
      case Outcome.Answered answered -> read(answered, series);
    };
  }

  private Answer<Scrape> read(Outcome.Answered answered, Set<String> series) {
    Exposition.Format format =
        answered.contentType().equals("application/openmetrics-text")
            ? Exposition.Format.OPEN_METRICS
            : Exposition.Format.TEXT;
    Exposition exposition =
        new Exposition(clock.instant(), format, series, Exposition.Limits.USUAL);
    answered.body().lines().takeWhile(exposition::line).forEach(_ -> {});
    return switch (exposition.finish()) {
      case Exposition.Result.Read(Scrape scrape) -> Answer.given(scrape);
      case Exposition.Result.Unreadable(String why) ->
          refused(ErrorCode.METRICS_UNUSABLE, "what it says can't be read: " + why);
    };
  }

  private static Answer<Scrape> refused(ErrorCode code, String why) {
    return Answer.refused(
        Problem.unchanged(
            code,
            "Cannot read the metrics of the service.",
            "Metrics: " + why + ".",
            "Open the address by hand."));
  }
}
