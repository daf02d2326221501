package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint that takes JSON, asked directly and through the gateway, with what is wrong. */
class JsonBadInputTest extends PlatformStage {

  /**
   * @param good what is taken, field by field
   */
  record Endpoint(String service, String path, boolean signedIn, Map<String, String> good) {

    String body() {
      return with(Map.of());
    }

    /** The good body with other values, which are JSON as they stand; empty leaves a field out. */
    String with(Map<String, String> other) {
      Map<String, String> fields = new LinkedHashMap<>();
      good.forEach((name, value) -> fields.put(name, "\"" + value + "\""));
      fields.putAll(other);
      return fields.entrySet().stream()
          .filter(field -> !field.getValue().isEmpty())
          .map(field -> "\"%s\": %s".formatted(field.getKey(), field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }

    HttpResponse<byte[]> post(String body) throws Exception {
      return PlatformStage.post(at(service, path), signedIn ? token() : "", body);
    }

    @Override
    public String toString() {
      return service + " " + path;
    }
  }

  static List<Endpoint> endpoints() {
    Map<String, String> poster = ordered("artist_id", "test", "text", "Salom");
    Map<String, String> video = ordered("artist_id", "test", "prompt", "Registon");
    Map<String, String> text = Map.of("text", "Salom");
    return List.of(
        new Endpoint("api-gateway", "/auth/register", false, credentials("new@example.com")),
        new Endpoint("api-gateway", "/auth/login", false, credentials("new@example.com")),
        new Endpoint("api-gateway", "/posters/generate", true, poster),
        new Endpoint("poster-gen", "/posters/generate", true, poster),
        new Endpoint("api-gateway", "/content/moderate", true, text),
        new Endpoint("regtech-filter", "/content/moderate", true, text),
        new Endpoint("api-gateway", "/videos", true, video),
        new Endpoint("video-gen", "/videos", true, video));
  }

  private static Map<String, String> credentials(String email) {
    return ordered("email", email, "password", "Test123!");
  }

  private static Map<String, String> ordered(String a, String x, String b, String y) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(a, x);
    map.put(b, y);
    return map;
  }

  private static void assertAllRefused(Endpoint endpoint, List<String> bodies) throws Exception {
    Map<String, Long> before = state();
    for (String body : bodies) {
      String shown = body.length() > 120 ? body.substring(0, 120) + "…" : body;
      assertRefused(endpoint.post(body), 400, endpoint + " " + shown);
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void what_is_no_json_object_is_refused(Endpoint endpoint) throws Exception {
    String good = endpoint.body();
    assertAllRefused(
        endpoint,
        List.of(
            "",
            " ",
            "{",
            "[]",
            "null",
            "true",
            "42",
            "\"a text\"",
            "[" + good + "]",
            good + good,
            good + " x",
            good.substring(0, good.length() - 1),
            good.substring(0, good.length() - 2),
            good.replace("}", ",}"),
            good.replace('"', '\''),
            good.replace("{", "{/* a comment */"),
            good.replace("{", "{a: 1, "),
            good.replace("{", "{\"a\": NaN, "),
            good.replace("{", "{\"a\": 01, "),
            good.replace("{", "{\"a\": \"\\x\", "),
            good.replace("{", "{\"a\": \"\n\", "),
            "artist_id=test&text=Salom&email=a@example.com"));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void too_deep_too_wide_and_too_long_json_is_refused(Endpoint endpoint) throws Exception {
    int wide = 300_000;
    assertAllRefused(
        endpoint,
        List.of(
            "[".repeat(500_000),
            "{\"a\":".repeat(100_000),
            "{\"a\": [" + "{},".repeat(wide) + "{}]}",
            "{\"a\": [" + "0,".repeat(wide) + "0]}",
            "{\"a\": \"" + "x".repeat(900_000) + "\"}",
            "{\"" + "x".repeat(900_000) + "\": 1}",
            "{\"a\": " + "9".repeat(900_000) + "}",
            "{\"a\": 0." + "9".repeat(900_000) + "}"));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_field_that_is_missing_or_no_text_is_refused(Endpoint endpoint) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (String name : endpoint.good().keySet()) {
      for (String value :
          List.of(
              "",
              "null",
              "true",
              "0",
              "-1",
              "1e999999999",
              "12345678901234567890123456789012345678901234567890",
              "[]",
              "[\"test\"]",
              "{}",
              "{\"" + name + "\": \"test\"}",
              "\"\"",
              "\" \\t\\n \"",
              "\"a\\u0000b\"",
              "\"\\ud83d\"",
              "\"\\ude00\"",
              "\"\\ude00\\ud83d\"",
              "\"" + "ж".repeat(10_001) + "\"",
              "\"" + "😀".repeat(10_001) + "\"")) {
        bodies.add(endpoint.with(Map.of(name, value)));
      }
    }
    assertAllRefused(endpoint, bodies);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_field_that_is_unknown_or_there_twice_is_refused(Endpoint endpoint) throws Exception {
    String name = endpoint.good().keySet().iterator().next();
    assertAllRefused(
        endpoint,
        List.of(
            endpoint.with(Map.of("is_admin", "true")),
            endpoint.with(Map.of("__proto__", "{}")),
            endpoint.with(Map.of(name.toUpperCase(java.util.Locale.ROOT), "\"test\"")),
            endpoint.with(Map.of(name + " ", "\"test\"")),
            endpoint.body().replace("{", "{\"%s\": \"other\", ".formatted(name)),
            // The same name, written otherwise.
            endpoint
                .body()
                .replace(
                    "{",
                    "{\"\\u%04x%s\": \"other\", "
                        .formatted((int) name.charAt(0), name.substring(1)))));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void bytes_that_are_no_utf_8_are_refused(Endpoint endpoint) throws Exception {
    String good = endpoint.body();
    Map<String, Long> before = state();
    for (String wrong : List.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f8")) {
      byte[] body =
          good.replace("\": \"", "\": \"" + wrong)
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      assertRefused(
          send(
              "POST",
              at(endpoint.service(), endpoint.path()),
              endpoint.signedIn() ? token() : "",
              body),
          400,
          endpoint.toString());
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void more_than_a_megabyte_is_refused_also_in_chunks(Endpoint endpoint) throws Exception {
    Map<String, Long> before = state();
    String padded = " ".repeat(1 << 20) + endpoint.body();
    assertRefused(endpoint.post(padded), 413, endpoint.toString());
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    String answer =
        raw(
            endpoint.service(),
            "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .formatted(endpoint.path(), token())
                + chunk.repeat(17)
                + "0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void what_is_right_is_taken_whatever_its_content_type(Endpoint endpoint) throws Exception {
    // So that the refusals above are for what is wrong, and for nothing else.
    HttpResponse<byte[]> answer = endpoint.post(endpoint.body());
    if (endpoint.path().equals("/auth/login")) {
      assertThat(answer.statusCode()).isIn(200, 401);
    } else {
      assertThat(answer.statusCode()).isIn(200, 201, 202);
    }
  }
}
