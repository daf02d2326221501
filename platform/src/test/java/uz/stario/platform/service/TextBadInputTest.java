package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Texts that mean something to PostgreSQL, to a log or a terminal, or to the eye alone. */
class TextBadInputTest extends PlatformStage {

  private static final List<String> SQL =
      List.of(
          "'; DROP TABLE users; --",
          "' OR '1'='1",
          "\\'; DROP TABLE videos; --",
          "$$; DROP TABLE posters; $$",
          "1; SELECT pg_sleep(60)",
          "' UNION SELECT password_hash FROM users --",
          "?, :name, %s, {0}, ${x}",
          "ʼ; DROP TABLE users; --");

  private static String json(String... namesAndValues) {
    var object = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return object.toString();
  }

  private static String someone(String before) {
    return before + UUID.randomUUID() + "@example.com";
  }

  @Test
  void what_looks_like_sql_is_kept_as_it_is_where_it_is_a_text() throws Exception {
    for (String sql : SQL) {
      assertThat(
              post(
                      at("poster-gen", "/posters/generate"),
                      token(),
                      json("artist_id", "test", "text", sql))
                  .statusCode())
          .isEqualTo(200);
      HttpResponse<byte[]> video =
          post(at("video-gen", "/videos"), token(), json("artist_id", "test", "prompt", sql));
      assertThat(video.statusCode()).isEqualTo(202);
      URI where = at("video-gen", video.headers().firstValue("Location").orElseThrow());
      assertThat(
              JsonMapper.shared()
                  .readTree(send("GET", where, "", NOTHING).body())
                  .path("prompt")
                  .asString())
          .isEqualTo(sql);
      assertThat(
              post(at("regtech-filter", "/content/moderate"), token(), json("text", sql))
                  .statusCode())
          .isEqualTo(200);
    }
    assertThat(rows("SELECT text FROM posters")).containsAll(SQL);
    assertThat(rows("SELECT prompt FROM videos")).containsAll(SQL);
  }

  @Test
  void what_looks_like_sql_is_no_id_of_an_artist_or_a_video_and_no_address() throws Exception {
    Map<String, Long> before = state();
    for (String sql : SQL) {
      String path = "/videos/" + URLEncoder.encode(sql, StandardCharsets.UTF_8).replace("+", "%20");
      for (String service : List.of("api-gateway", "video-gen")) {
        assertRefused(send("GET", at(service, path), "", NOTHING), 404, path);
        assertRefused(send("GET", at(service, path + "/file"), "", NOTHING), 404, path);
        assertRefused(
            post(at(service, "/videos"), token(), json("artist_id", sql, "prompt", "a")), 400, sql);
      }
      assertRefused(
          post(at("poster-gen", "/posters/generate"), token(), json("artist_id", sql, "text", "a")),
          400,
          sql);
      assertRefused(
          post(at("api-gateway", "/auth/register"), "", json("email", sql, "password", "Test123!")),
          400,
          sql);
      assertRefused(
          post(
              at("api-gateway", "/auth/login"),
              "",
              json("email", someone("x'or'1'='1'--"), "password", sql)),
          401,
          sql);
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void an_address_with_a_quote_is_an_address_and_signs_in() throws Exception {
    String account = json("email", someone("o'brien-"), "password", "'; DROP TABLE users; --");

    assertThat(post(at("api-gateway", "/auth/register"), "", account).statusCode()).isEqualTo(201);
    assertThat(post(at("api-gateway", "/auth/login"), "", account).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202eright to left\u202c",
        "\u2066isolated\u2069",
        "zero\u200bwidth\u200d\ufeff",
        "e\u0301 and \u00e9",
        "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c",
        "👩🏽‍🚀🇺🇿😀",
        "\ud83d\ude00\ufe0f",
        "\ufffe\uffff\ud83f\udfff",
        "\ue000\udb80\udc00",
        "İıſKÅßẞŉ",
        "\u2028line\u2029",
        "tab\there\r\nand there\u000b\u000c\u0085",
        "\u001b[31mred\u001b[0m\u0007\b\u007f",
        "{\"level\":\"ERROR\"}\n{\"message\":\"forged\"}",
        "صباح الخير שלום",
        "𝕳𝖊𝖑𝖑𝖔 Ｗｉｄｅ ﬁﬂ"
      })
  void strange_characters_are_taken_or_refused_and_never_an_error(String text) throws Exception {
    int poster =
        post(
                at("api-gateway", "/posters/generate"),
                token(),
                json("artist_id", "test", "text", text))
            .statusCode();
    assertThat(poster).isIn(200, 400);
    int video =
        post(at("api-gateway", "/videos"), token(), json("artist_id", "test", "prompt", text))
            .statusCode();
    assertThat(video).isIn(202, 400);
    assertThat(
            post(at("api-gateway", "/content/moderate"), token(), json("text", text)).statusCode())
        .isEqualTo(200);
    assertThat(
            post(
                    at("api-gateway", "/auth/register"),
                    "",
                    json("email", text + "@example.com", "password", "Test123!"))
                .statusCode())
        .isIn(201, 400);
    String account = json("email", someone("u"), "password", text + "12345678");
    assertThat(post(at("api-gateway", "/auth/register"), "", account).statusCode()).isEqualTo(201);
    assertThat(post(at("api-gateway", "/auth/login"), "", account).statusCode()).isEqualTo(200);
    assertThat(log()).doesNotContain("forged", "\u001b", "\u202e", "\u2028");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api-gateway", "poster-gen", "regtech-filter", "face-similarity", "video-gen"})
  void unknown_paths_and_other_methods_are_refused_by_every_service(String service)
      throws Exception {
    for (String path :
        List.of("/", "/health/", "/%68ealth", "/nothing", "/.env", "/videos/%2e%2e/%2e%2e")) {
      assertRefused(send("GET", at(service, path), "", NOTHING), 404, service + " " + path);
    }
    for (String path : List.of("/health", "/metrics")) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
        HttpResponse<byte[]> answer = send(method, at(service, path), "", NOTHING);
        assertRefused(answer, 405, method + " " + path);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
      }
    }
  }

  @Test
  void the_routes_of_the_gateway_refuse_other_methods_with_those_there_are() throws Exception {
    Map<String, String> allowed =
        Map.ofEntries(
            Map.entry("/health/poster-gen", "GET, HEAD"),
            Map.entry("/flags", "GET, HEAD"),
            Map.entry("/artists", "GET, HEAD"),
            Map.entry("/jobs", "GET, HEAD"),
            Map.entry("/videos/1", "GET, HEAD"),
            Map.entry("/videos/1/file", "GET, HEAD"),
            Map.entry("/auth/register", "POST"),
            Map.entry("/auth/login", "POST"),
            Map.entry("/auth/me", "DELETE"),
            Map.entry("/content/moderate", "POST"),
            Map.entry("/posters/generate", "POST"),
            Map.entry("/face-quiz", "POST"),
            Map.entry("/face-quiz/health", "POST"),
            Map.entry("/videos", "POST"));
    Map<String, Long> before = state();
    for (var route : allowed.entrySet()) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        if (!route.getValue().contains(method)) {
          HttpResponse<byte[]> answer =
              send(method, at("api-gateway", route.getKey()), token(), NOTHING);
          assertRefused(answer, 405, method + " " + route.getKey());
          assertThat(answer.headers().firstValue("Allow")).hasValue(route.getValue());
        }
      }
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void paths_that_point_elsewhere_are_passed_on_as_they_are_and_found_nowhere() throws Exception {
    for (String path :
        List.of(
            "/videos/..",
            "/videos/%2e%2e",
            "/videos/..%2fhealth",
            "/videos/%2fetc%2fpasswd/file",
            "/videos/..%5c..%5cetc/file",
            "/videos/%00",
            "/videos/%0d%0aX:%201",
            "/videos/%E2%80%AE",
            "/videos/%ff%fe",
            "/videos/?id=1",
            "/health/..",
            "/health/%2e%2e%2fflags",
            "/health/poster-gen%00",
            "/health/poster-gen%2f..")) {
      String answer =
          raw("api-gateway", "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 404").contains("\"detail\"");
      assertTellsNothing(answer.substring(answer.indexOf("\r\n\r\n")));
    }
  }
}
