package uz.stario.rollback.adapters.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import uz.stario.rollback.adapters.http.Exchange;
import uz.stario.rollback.adapters.http.Exchange.Outcome;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Asks Prometheus by its HTTP API.
 *
 * <p>One attempt within the server's limit; redirects only within the same host, as the token would
 * go along. An answer of more than 4 MB is refused: one value never comes from so much. Holds
 * nothing between queries; thread-safe; never throws.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">Prometheus: HTTP
 *     API</a>
 */
public final class PrometheusMetrics implements Metrics {

  private static final int MAX_BODY = 4 * 1024 * 1024;

  /** Longer ones go into a body: proxies cut lines off, and some let only GET pass. */
  private static final int LONGEST_IN_ADDRESS = 2_000;

  private final PrometheusServer server;

  public PrometheusMetrics(PrometheusServer server) {
    this.server = server;
  }

  @Override
  public Answer<Samples> query(String promql, Instant at) {
    return switch (exchange(promql, at).make()) {
      case Outcome.NoAnswer(String why, _) ->
          refused(ErrorCode.METRICS_UNREACHABLE, why, "Check its address and the network.");
      case Outcome.Broken(String why, _) ->
          refused(ErrorCode.METRICS_UNREACHABLE, why, "Check its address and whether it runs.");
      case Outcome.Answered answered -> read(answered);
    };
  }

  private Exchange exchange(String promql, Instant at) {
    String time =
        String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000);
    String form = "query=" + URLEncoder.encode(promql, UTF_8) + "&time=" + time;
    boolean post = form.length() > LONGEST_IN_ADDRESS;
    String path = server.base().toString().replaceAll("/+$", "") + "/api/v1/query";
    Map<String, String> headers = new TreeMap<>(Map.of("Accept", "application/json"));
    server.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token));
    if (post) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
    }
    return new Exchange(
        post ? "POST" : "GET",
        URI.create(post ? path : path + "?" + form),
        headers,
        post ? Optional.of(form) : Optional.empty(),
        status -> status == 200,
        server.limit(),
        MAX_BODY,
        server.trust());
  }

  private Answer<Samples> read(Outcome.Answered answered) {
    return switch (answered.status()) {
      case 200 ->
          answered.whole()
              ? given(answered)
              : unusable("it answered more than " + MAX_BODY / 1024 / 1024 + " MB");
      case 401 ->
          refused(
              ErrorCode.METRICS_DENIED,
              server.token().isPresent()
                  ? "it does not accept the token (401)"
                  : "it wants to know who asks (401), and no token was given",
              "Give a valid token.");
      case 403 ->
          refused(
              ErrorCode.METRICS_DENIED,
              "it does not allow this query (403)" + said(answered),
              "Ask for the right to query.");
      case 400, 422 ->
          refused(
              ErrorCode.METRICS_QUERY_INVALID,
              (answered.status() == 400
                      ? "it does not understand the query (400)"
                      : "it can't carry out the query (422)")
                  + said(answered),
              "Correct the query in the playbook.");
      case 503 ->
          refused(
              ErrorCode.METRICS_UNUSABLE,
              "it is not ready, or the query was stopped (503)" + said(answered),
              "Try again in a moment.");
      default -> unusable("it answered " + answered.status() + said(answered));
    };
  }

  private static Answer<Samples> given(Outcome.Answered answered) {
    try {
      return Answer.given(QueryAnswer.read(answered.body()));
    } catch (QueryAnswer.NotOneValue e) {
      return refused(
          ErrorCode.METRICS_QUERY_INVALID, e.why(), "Correct the query in the playbook.");
    } catch (QueryAnswer.Unreadable e) {
      String type = answered.contentType();
      return unusable(
          "what answers is not Prometheus: " + e.why() + (type.isEmpty() ? "" : " (" + type + ")"));
    }
  }

  private static String said(Outcome.Answered answered) {
    return QueryAnswer.error(answered.body()).map(error -> ": " + error).orElse("");
  }

  private static Answer<Samples> unusable(String why) {
    return refused(ErrorCode.METRICS_UNUSABLE, why, "Check that the address leads to Prometheus.");
  }

  private static Answer<Samples> refused(ErrorCode code, String why, String next) {
    return Answer.refused(
        Problem.unchanged(code, "Cannot ask Prometheus.", "Prometheus: " + why + ".", next));
  }
}
