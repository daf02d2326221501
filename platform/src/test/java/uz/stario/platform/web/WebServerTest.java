package uz.stario.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.platform.version.Release;

final class WebServerTest {

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final AtomicBoolean voiceQuiz = new AtomicBoolean(true);
  private final AtomicBoolean well = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server = start(Release.STABLE);

  private WebServer start(String version) {
    Routes routes =
        new Routes()
            .get("/things/{id}", r -> Response.text(200, "text/plain", r.parameter("id")))
            .post("/echo", r -> Response.json(200, r.json().object()))
            .post("/name", r -> Response.text(200, "text/plain", r.json().text("name", 5)))
            .postImage("/size", r -> Response.text(200, "text/plain", "" + r.body().length))
            .post("/face-quiz", _ -> Response.empty(204))
            .get(
                "/broken",
                _ -> {
                  throw new IllegalStateException("secret of the inside");
                });
    var health = new Health("test", version);
    health.need("disk", () -> well.get() ? Optional.empty() : Optional.of("it is full"));
    try {
      return WebServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          "test",
          Release.of(version),
          routes,
          new Log(
              new PrintStream(logged, true, StandardCharsets.UTF_8),
              InstantSource.system(),
              "test",
              version),
          new Metrics("test", version),
          health,
          voiceQuiz::get,
          bytes -> {
            throw new AssertionError("nothing leaks here: " + bytes);
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private void runs(String version) {
    server.close();
    server = start(version);
  }

  private HttpResponse<String> ask(String method, String path, HttpRequest.BodyPublisher body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return ask("GET", path, BodyPublishers.noBody());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return ask("POST", path, BodyPublishers.ofString(body));
  }

  /** What no client library would send, and the first line that comes back. */
  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_part_of_the_path_reaches_the_handler_decoded() throws Exception {
    assertThat(get("/things/a%2Fb+c%20%D0%B6").body()).isEqualTo("a/b+c ж");
  }

  @Test
  void an_unknown_path_is_404_and_a_known_one_with_another_method_is_405() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> answer = ask("PUT", "/echo", BodyPublishers.ofString("{}"));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void a_path_that_is_wrongly_encoded_is_refused() throws Exception {
    assertThat(raw("GET /things/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1}{",
        "[]",
        "null",
        "\"x\"",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{'a':1}"
      })
  void a_body_that_is_no_json_object_is_400_with_a_reason(String body) throws Exception {
    HttpResponse<String> answer = post("/echo", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("the body is ").contains("request_id");
  }

  @Test
  void json_that_is_nested_too_deep_is_400() throws Exception {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(post("/echo", deep).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":null}",
        "{\"name\":1}",
        "{\"name\":[\"x\"]}",
        "{\"name\":\" \"}",
        "{\"name\":\"abcdef\"}",
        "{\"name\":\"a\\u0000\"}",
        "{\"name\":\"a\\ud800\"}"
      })
  void a_field_that_is_missing_or_of_another_type_is_named(String body) throws Exception {
    HttpResponse<String> answer = post("/name", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("the field name ");
  }

  @Test
  void the_longest_text_is_counted_in_characters_and_not_in_halves_of_pairs() throws Exception {
    assertThat(post("/name", "{\"name\":\"😀😀😀😀😀\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void a_body_may_be_as_large_as_its_limit_and_no_larger() throws Exception {
    assertThat(ask("POST", "/size", BodyPublishers.ofByteArray(new byte[5 << 20])).body())
        .isEqualTo("" + (5 << 20));
    assertThat(raw("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(raw("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void a_body_in_chunks_is_counted_too() throws Exception {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    assertThat(
            raw(
                "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(17)
                    + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void what_breaks_inside_is_not_told_to_the_client() throws Exception {
    HttpResponse<String> answer = get("/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret", "Exception", "at uz");
    assertThat(log()).contains("IllegalStateException").doesNotContain("secret");
  }

  @Test
  void a_request_id_is_taken_over_only_where_it_is_harmless() throws Exception {
    String good =
        raw("GET /nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: a-1\r\nConnection: close\r\n\r\n");
    assertThat(good).containsIgnoringCase("X-Request-Id: a-1");
    String bad =
        raw(
            """
            GET /nothing HTTP/1.1
            Host: x
            X-Request-Id: a"},{
            Connection: close

            """
                .replace("\n", "\r\n"));
    assertThat(bad).doesNotContain("},{");
  }

  @Test
  void what_a_client_sends_cannot_begin_a_line_of_the_log() throws Exception {
    get("/things/x%0A%7B%22level%22:%22ERROR%22%7D%1B%5B31m%E2%80%AE");
    assertThat(log().lines()).allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
    assertThat(log()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void requests_are_counted_by_template_and_not_by_what_strangers_ask_for() throws Exception {
    get("/things/1");
    get("/things/2");
    get("/no-1");
    get("/no-2");
    assertThat(get("/metrics").body())
        .contains(
            "http_requests_total{method=\"GET\",route=\"/things/{id}\",service=\"test\",status=\"200\"}"
                + " 2",
            "http_requests_total{method=\"GET\",route=\"none\",service=\"test\",status=\"404\"} 2",
            "http_request_duration_seconds_count{method=\"GET\",route=\"/things/{id}\",service=\"test\"}"
                + " 2",
            "build_info{service=\"test\",version=\"v1.2.3\"} 1")
        .doesNotContain("no-1");
  }

  @Test
  void health_says_what_is_missing() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    well.set(false);
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("disk: it is full");
  }

  @Test
  void v1_2_4_answers_exactly_twelve_of_a_hundred_requests_with_500() throws Exception {
    runs("v1.2.4");
    List<Integer> answers = IntStream.range(0, 200).mapToObj(_ -> status("/things/1")).toList();
    assertThat(answers.stream().filter(status -> status == 500)).hasSize(24);
    assertThat(IntStream.range(0, 30).mapToObj(_ -> status("/health"))).containsOnly(200);
  }

  @Test
  void v1_2_7_is_never_ready_and_says_why() throws Exception {
    runs("v1.2.7");
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).contains("the caches are still being filled");
    assertThat(get("/things/1").statusCode()).isEqualTo(200);
  }

  @Test
  void v1_2_12_fails_in_the_quiz_alone_and_only_while_it_is_switched_on() throws Exception {
    runs("v1.2.12");
    assertThat(post("/face-quiz", "").statusCode()).isEqualTo(500);
    assertThat(get("/things/1").statusCode()).isEqualTo(200);
    voiceQuiz.set(false);
    assertThat(post("/face-quiz", "").statusCode()).isEqualTo(204);
  }

  private int status(String path) {
    try {
      return get(path).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
