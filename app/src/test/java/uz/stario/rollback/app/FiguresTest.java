package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.PrometheusProcess;

/** What people are told of the incident in figures, as a real Prometheus measured it. */
@EnabledIf("uz.stario.rollback.testkit.PrometheusProcess#isInstalled")
class FiguresTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String SERVICE = "poster-gen";
  private static final RunId LEFT = new RunId("1122-lefty");
  private static final List<String> FIGURES =
      List.of("Error rate 0.2 % (was 37.0 %)", "P95 latency 210 ms (was 2400 ms)");

  @TempDir private Path folder;

  @Test
  void the_end_tells_error_rate_and_latency_now_and_during_the_incident_whoever_carries_it_out()
      throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of(SERVICE), "v1.2.3", "v1.2.4")) {
      HttpServer server = exposing(platform);
      try (PrometheusProcess prometheus =
          PrometheusProcess.scraping(server.getAddress().getPort())) {
        await(prometheus, "shop_error_rate > 0.3");
        Machine machine =
            platform
                .machine()
                .playbook(playbook(platform, prometheus.uri()))
                .set("HOOK", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");

        Outcome rollback = machine.stario("rollback", SERVICE, "--yes");

        assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
        assertThat(words(rollback)).contains(FIGURES);

        // As if its process had been killed after the first change.
        new PastRuns(machine).leave(LEFT, 2);
        Outcome resume = machine.stario("resume", LEFT.value());

        assertThat(resume.code()).as(resume.out() + resume.err()).isZero();
        assertThat(words(resume)).contains(FIGURES);
      } finally {
        server.stop(0);
      }
    }
  }

  private static String words(Outcome outcome) {
    return outcome.out().replaceAll("\\s+", " ");
  }

  /** People fare ill as long as the bad version is asked for. */
  private static HttpServer exposing(Platform platform) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/metrics",
        exchange -> {
          boolean well = platform.version(SERVICE).equals("v1.2.3");
          reply(
              exchange,
              "shop_error_rate %s\nshop_p95_seconds %s\n"
                  .formatted(well ? "0.002" : "0.37", well ? "0.21" : "2.4"));
        });
    server.createContext("/hook", exchange -> reply(exchange, "ok"));
    server.start();
    return server;
  }

  private static void reply(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      var _ = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, text.length());
      exchange.getResponseBody().write(text.getBytes(UTF_8));
    }
  }

  private static String playbook(Platform platform, URI prometheus) {
    return platform.playbook(
            """
                prometheus: { url: "%s" }
                verification: { within: 1m }
                channel:
                  name: "#incidents"
                  webhook: { env: HOOK }
                  figures: { errorRate: error rate, p95: latency }
            """
                .formatted(prometheus))
        + """
        checks:
          - name: error rate
            metric: { query: max(shop_error_rate), threshold: "< 0.01", shortest: 1s }
          - name: latency
            metric: { query: max(shop_p95_seconds), threshold: "< 1", shortest: 1s }
        """;
  }

  /** Until a query gives something. */
  private static void await(PrometheusProcess prometheus, String query) throws Exception {
    URI asked =
        prometheus
            .uri()
            .resolve("/api/v1/query?query=" + query.replace(" ", "%20").replace(">", "%3E"));
    Instant deadline = Instant.now().plus(AMPLE);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answer(client, asked).contains("\"value\"")) {
        assertThat(prometheus.isAlive() && Instant.now().isBefore(deadline))
            .as(prometheus.log())
            .isTrue();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private static String answer(HttpClient client, URI asked) throws InterruptedException {
    try {
      return client
          .send(HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException notYet) {
      return "";
    }
  }
}
