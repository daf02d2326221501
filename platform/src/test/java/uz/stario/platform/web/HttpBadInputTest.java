package uz.stario.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.platform.version.Release;

/** What no client library sends: requests byte by byte. */
final class HttpBadInputTest {

  private static final Duration ARRIVAL = Duration.ofMillis(300);

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final AtomicInteger handled = new AtomicInteger();
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    Routes routes =
        new Routes()
            .get("/things/{id}", _ -> taken())
            .post("/echo", _ -> taken())
            .delete("/things/{id}", _ -> taken());
    server =
        WebServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "test",
            Release.of(Release.STABLE),
            routes,
            new Log(
                new PrintStream(logged, true, StandardCharsets.UTF_8),
                InstantSource.system(),
                "test",
                Release.STABLE),
            new Metrics("test", Release.STABLE),
            new Health("test", Release.STABLE),
            () -> true,
            bytes -> {
              throw new AssertionError("nothing leaks here: " + bytes);
            },
            ARRIVAL);
  }

  private Response taken() {
    handled.incrementAndGet();
    return Response.empty(204);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Sends, and reads until the server closes the connection. */
  private String exchange(String request, boolean end) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      if (end) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The answer of a server that is in order. */
  private void assertAnswersOthers() throws IOException {
    assertThat(exchange("GET /things/1 HTTP/1.1\r\nConnection: close\r\n\r\n", false))
        .startsWith("HTTP/1.1 204");
  }

  private static String post(String headers, String body) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
  }

  private void assertRefused(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
    assertThat(answer).contains("\"detail\":\"").doesNotContain("uz.stario", "java.", "Exception");
    assertThat(handled).as("nothing was carried out").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"})
  void a_body_that_does_not_arrive_is_waited_for_no_longer_than_is_fair(String header)
      throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              post(header, "5\r\n{").getBytes(StandardCharsets.ISO_8859_1),
              0,
              post(header, "").length() + 1);
      var answer = new StringBuilder();
      // The connection may stay open a while: what counts is that the answer comes.
      while (!answer.toString().endsWith("}")) {
        int next = socket.getInputStream().read();
        assertThat(next).as("the connection ended after: %s", answer).isNotNegative();
        answer.append((char) next);
      }
      assertRefused(answer.toString(), 408);
      assertThat(answer.toString()).contains("did not arrive in time");
      assertThat(answer.toString()).containsIgnoringCase("Connection: close");
      assertAnswersOthers();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 10         | {}",
        "Transfer-Encoding: chunked | 5;{}",
        "Transfer-Encoding: chunked | zz;{};0;;",
        "Transfer-Encoding: chunked | -1;{};0;;",
        "Transfer-Encoding: chunked | FFFFFFFF;{};0;;",
        "Transfer-Encoding: chunked | 7FFFFFFFFFFFFFFF;{};0;;",
        "Transfer-Encoding: chunked | 2;{}xx;0;;",
        "Transfer-Encoding: chunked | 11111111111111111111111111111;{};0;;",
      })
  void a_body_that_is_cut_off_or_wrongly_chunked_is_refused(String header, String body)
      throws IOException {
    assertRefused(exchange(post(header + "\r\n", body.replace(";", "\r\n")), true), 400);
    assertThat(log()).doesNotContain("ERROR");
    assertAnswersOthers();
  }

  @Test
  void a_length_that_is_no_plain_number_is_refused() throws IOException {
    assertRefused(exchange(post("Content-Length: +2\r\nConnection: close\r\n", "{}"), true), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: abc",
        "Content-Length: 1e3",
        "Content-Length: 99999999999999999999999999",
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Bad Name: 1",
      })
  void headers_that_two_servers_could_read_in_two_ways_are_refused(String headers)
      throws IOException {
    // The JDK's server answers these itself, before there is a route.
    String answer = exchange(post(headers + "\r\n", "{}"), true);
    assertThat(answer).matches("(?s)HTTP/1.1 (400|501) .*").doesNotContain("uz.stario", "\tat ");
    assertThat(handled).hasValue(0);
    assertAnswersOthers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET /things/1",
        "GET /things/%zz HTTP/1.1",
        "GET /things/<x> HTTP/1.1",
        "GET * HTTP/1.1",
        "GET mailto:a@example.com HTTP/1.1",
        "\u0000\u0001\u0002",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
      })
  void what_is_no_request_gets_no_answer_but_a_refusal(String line) throws IOException {
    String answer = exchange(line + "\r\nHost: x\r\nConnection: close\r\n\r\n", true);
    assertThat(answer).matches("(?s)|HTTP/1.1 (400|404) .*").doesNotContain("uz.stario", "\tat ");
    assertThat(handled).hasValue(0);
    assertAnswersOthers();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//things/1",
        "/things//1",
        "/things/",
        "/things",
        "/things/1/",
        "/./things/1",
        "/x/../things/1",
        "/%74hings/1",
        "/things%2F1",
        "/things/1;a=b/c",
        "/THINGS/1",
        "/things/1%00/2",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cwindows",
        "http://elsewhere.example/other",
      })
  void a_path_is_matched_as_it_was_sent_and_no_trick_finds_another_route(String path)
      throws IOException {
    assertRefused(
        exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"})
  void another_method_is_405_with_those_that_there_are(String method) throws IOException {
    String answer =
        exchange(
            method + " /things/1 HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            false);
    assertRefused(answer, 405);
    assertThat(answer).containsIgnoringCase("Allow: DELETE, GET, HEAD");
  }

  @Test
  void what_strangers_write_in_headers_and_paths_reaches_the_log_as_one_line() throws IOException {
    String wild = "\u00e2\u0080\u00a8\u001b[2J\u0007";
    exchange(
        "GET /%0d%0a%7B%7D%E2%80%A8%1b%5B2J HTTP/1.1\r\n"
            + String.join(
                "\r\n", "User-Agent: " + wild, "X-Request-Id: {" + wild, "Connection: close")
            + "\r\n\r\n",
        false);
    exchange("GET /\u007f HTTP/1.1\r\nConnection: close\r\n\r\n", false);

    assertThat(log().strip().lines())
        .hasSizeBetween(1, 2)
        .allMatch(line -> line.matches("\\{[ -~]*\\}"));
  }

  private String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }
}
