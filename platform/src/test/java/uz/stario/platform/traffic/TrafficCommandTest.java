package uz.stario.platform.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrafficCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private HttpServer gateway;

  @BeforeEach
  void startGateway() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    gateway.createContext("/", this::answer);
    gateway.start();
  }

  @AfterEach
  void stopGateway() {
    gateway.stop(0);
  }

  @Test
  void every_kind_of_journey_is_sent_and_its_user_is_deleted_in_the_end() {
    assertThat(run("--rate", "100", "--duration", "2s", "--json")).isZero();

    JsonNode result = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(result.path("all").path("sent").asInt()).isEqualTo(200);
    assertThat(result.path("all").path("failed").asInt()).isZero();
    assertThat(result.path("journeys").propertyNames())
        .containsExactlyInAnyOrder("artists", "poster", "moderate", "quiz", "register", "video");
    assertThat(asked.stream().filter("POST /auth/register"::equals).count())
        .isEqualTo(asked.stream().filter("DELETE /auth/me"::equals).count())
        .isGreaterThan(1);
    assertThat(asked.getLast()).isEqualTo("DELETE /auth/me");
  }

  @Test
  void failures_and_refusals_are_told_apart_and_named() {
    statuses.put("POST /posters/generate", 503);
    statuses.put("POST /content/moderate", 422);

    assertThat(run("--rate", "100", "--duration", "1s")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("poster: POST /posters/generate answered 503")
        .contains("moderate: POST /content/moderate answered 422");
  }

  @Test
  void a_wrong_answer_is_a_failure_whatever_its_status() {
    statuses.put("GET /artists", 204);

    assertThat(run("--rate", "50", "--duration", "1s")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("artists: the answer has no test");
  }

  @Test
  void a_platform_that_is_not_there_is_told_as_failures() {
    gateway.stop(0);

    assertThat(run("--rate", "20", "--duration", "1s")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("no answer (ConnectException)");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not sign in");
  }

  @Test
  void wrong_options_are_named_and_nothing_is_sent() {
    for (String[] wrong :
        new String[][] {
          {"--rat", "5"},
          {"--rate"},
          {"--rate", "many"},
          {"--rate", "0"},
          {"--rate", "NaN"},
          {"--duration", "-3s"},
          {"--duration", "99999999999999999s"},
          {"--url", "localhost"},
        }) {
      err.reset();
      assertThat(run(wrong)).as(Arrays.toString(wrong)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains(wrong[0]).contains("Usage:");
    }
    assertThat(asked).isEmpty();
  }

  private int run(String... options) {
    return new TrafficCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(options), "http://127.0.0.1:" + gateway.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    asked.add(route);
    int status = statuses.getOrDefault(route, 200);
    String body =
        switch (route) {
          case "POST /auth/register" -> "{\"id\": \"1\"}";
          case "POST /auth/login" -> "{\"token\": \"a.b.c\"}";
          case "GET /artists" -> "[{\"id\": \"test\"}]";
          case "POST /posters/generate" -> "\u0089PNG\r\n\u001a\n...";
          case "POST /content/moderate" -> "{\"allowed\": true}";
          case "POST /face-quiz" -> "{\"matches\": [{\"score\": 0.5}]}";
          case "POST /videos" -> "{\"id\": \"00000000-0000-0000-0000-000000000001\"}";
          default -> "{\"status\": \"queued\"}";
        };
    byte[] bytes = status == 204 ? new byte[0] : body.getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
