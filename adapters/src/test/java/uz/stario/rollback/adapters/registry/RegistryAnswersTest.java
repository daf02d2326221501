package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Image;

/** Registries that give tokens, keep their data elsewhere, or answer as none should. */
class RegistryAnswersTest {

  private static final String CONFIG = "{\"config\": {\"Labels\": {\"schema\": \"abc123\"}}}";
  private static final String MANIFEST = "/v2/shop/web/manifests/v1";
  private static final String BLOB = "/v2/shop/web/blobs/" + digest(CONFIG);
  private static final String POINTING = "{\"config\": {\"digest\": \"" + digest(CONFIG) + "\"}}";

  @TempDir private Path folder;
  private final Exposed registry = new Exposed();
  private final Exposed elsewhere = new Exposed();

  /** What one path is answered with. */
  private record Page(int status, Map<String, String> headers, String body) {}

  private final Map<String, Page> pages = new LinkedHashMap<>();

  /** What a request must say to be let in; anybody is where it is empty. */
  private String wanted = "";

  private String challenge = "";

  @BeforeEach
  void serve() {
    registry.answers(this::answer);
    page(MANIFEST, 200, POINTING);
    page(BLOB, 200, CONFIG);
  }

  @AfterEach
  void close() {
    registry.close();
    elsewhere.close();
  }

  private void page(String path, int status, String body, String... headers) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    pages.put(path, new Page(status, all, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Page page = pages.getOrDefault(path, new Page(404, Map.of(), "{}"));
    if (path.startsWith("/v2/") && !wanted.isEmpty() && !given.equals(wanted)) {
      page = new Page(401, Map.of("WWW-Authenticate", challenge), "{}");
    }
    page.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = page.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String host() {
    return "127.0.0.1:" + registry.port();
  }

  private Answer<SortedMap<String, String>> ask(String login) throws IOException {
    return ask(login, Duration.ofSeconds(60));
  }

  private Answer<SortedMap<String, String>> ask(String login, Duration limit) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"" + host() + "\": " + (login.isEmpty() ? "{}" : login) + "}}");
    return new RegistryImages(Map.of("DOCKER_CONFIG", folder.toString()), new Redactor(), limit)
        .labels(new Image(host() + "/shop/web:v1"));
  }

  private static Map<String, String> given(Answer<SortedMap<String, String>> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<SortedMap<String, String>>) answer).value();
  }

  private static Problem refused(Answer<SortedMap<String, String>> answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    Problem problem = ((Answer.Refused<SortedMap<String, String>>) answer).problem();
    assertThat(problem.code()).isEqualTo(ErrorCode.IMAGE_UNREADABLE);
    return problem;
  }

  private void wantsToken(String realm) {
    wanted = "Bearer secret-token";
    challenge =
        "Bearer realm=\"" + realm + "\",service=\"the shop\",scope=\"repository:shop/web:pull\"";
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  @Test
  void a_token_is_asked_for_where_the_registry_says_and_the_password_goes_nowhere_else()
      throws Exception {
    wantsToken("http://127.0.0.1:" + elsewhere.port() + "/token?x=1");
    elsewhere.answers(200, "application/json", "{\"token\": \"secret-token\"}");

    assertThat(given(ask("{\"username\": \"anna\", \"password\": \"pass\"}")))
        .containsExactly(Map.entry("schema", "abc123"));
    assertThat(elsewhere.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.method()).isEqualTo("GET");
          assertThat(asked.path())
              .isEqualTo("/token?x=1&service=the+shop&scope=repository%3Ashop%2Fweb%3Apull");
          assertThat(asked.headers().get("Authorization")).containsExactly(basic("anna:pass"));
        });
    assertThat(registry.asked())
        .allSatisfy(asked ->
            assertThat(String.valueOf(asked.headers().get("Authorization")))
                .doesNotContain("Basic"));
  }

  @Test
  void nobody_in_particular_may_be_given_a_token_too() throws Exception {
    wantsToken("http://127.0.0.1:" + elsewhere.port() + "/token");
    elsewhere.answers(200, "application/json", "{\"access_token\": \"secret-token\"}");

    assertThat(given(ask(""))).containsKey("schema");
    assertThat(elsewhere.asked().getFirst().headers()).doesNotContainKey("Authorization");
  }

  @Test
  void a_token_of_the_login_is_changed_for_one_of_the_registry() throws Exception {
    wantsToken("http://127.0.0.1:" + elsewhere.port() + "/token");
    elsewhere.answers(200, "application/json", "{\"access_token\": \"secret-token\"}");

    assertThat(given(ask("{\"identitytoken\": \"id+token\"}"))).containsKey("schema");
    Exposed.Asked asked = elsewhere.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.path()).isEqualTo("/token");
    assertThat(asked.body())
        .contains("grant_type=refresh_token", "refresh_token=id%2Btoken", "service=the+shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://tokens.example/token",
        "ftp://127.0.0.1/token",
        "/token",
        "",
        "http://anna:secret@127.0.0.1/token",
        "not an address",
      })
  void no_login_goes_where_it_is_not_safe(String realm) throws Exception {
    wantsToken(realm);

    assertThat(refused(ask("{\"username\": \"anna\", \"password\": \"pass\"}")).why())
        .contains("it gives tokens");
    assertThat(elsewhere.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"token\": \"\"}", "{\"token\": \"a\\r\\nX-Evil: 1\"}", "[]"})
  void a_token_that_is_none_is_not_sent(String said) throws Exception {
    wantsToken("http://127.0.0.1:" + elsewhere.port() + "/token");
    elsewhere.answers(200, "application/json", said);

    assertThat(refused(ask("")).why()).contains("it gave no token");
  }

  @Test
  void a_token_that_does_not_help_is_asked_for_once() throws Exception {
    wantsToken("http://127.0.0.1:" + elsewhere.port() + "/token");
    elsewhere.answers(200, "application/json", "{\"token\": \"other\"}");

    Problem problem = refused(ask("{\"username\": \"anna\", \"password\": \"pass\"}"));

    assertThat(problem.why()).contains("it does not let this login pull (401)");
    assertThat(problem.next()).contains("docker login " + host());
    assertThat(elsewhere.asked()).hasSize(1);
    assertThat(registry.asked()).hasSize(2);
  }

  @Test
  void what_is_kept_elsewhere_is_fetched_there_without_the_login() throws Exception {
    wanted = basic("anna:pass");
    challenge = "Basic realm=\"shop\"";
    elsewhere.answers(200, "application/octet-stream", CONFIG);
    page(BLOB, 307, "", "Location", "http://127.0.0.1:" + elsewhere.port() + "/data?signed=yes");

    assertThat(given(ask("{\"username\": \"anna\", \"password\": \"pass\"}")))
        .containsKey("schema");
    assertThat(elsewhere.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.path()).isEqualTo("/data?signed=yes");
          assertThat(asked.headers()).doesNotContainKey("Authorization");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://127.0.0.1/data", "https://127.0.0.1/data", "::no address"})
  void a_way_elsewhere_that_is_none_is_not_gone(String location) throws Exception {
    page(BLOB, 307, "", "Location", location);

    assertThat(refused(ask("")).why()).startsWith("Its registry: ");
  }

  @Test
  void a_configuration_that_is_not_the_one_of_the_image_is_not_believed() throws Exception {
    page(BLOB, 200, CONFIG.replace("abc123", "e4b92f60a8d5"));

    assertThat(refused(ask("")).why()).contains("is not the one of the image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>Welcome</html> | no JSON",
        "200 | {\"schemaVersion\": 1, \"history\": []} | names no configuration",
        "200 | {\"manifests\": []} | for no platform",
        "200 | {\"manifests\": [{\"platform\": {\"os\": \"unknown\"}}]} | for no platform",
        "200 | {\"manifests\": [{\"platform\": {\"os\": \"linux\"}, \"digest\": \"sha256:../x"
            + " y\"}]} | no digest",
        "200 | {\"config\": {\"digest\": \"sha256:../../../token\"}} | no digest",
        "200 | {\"config\": {\"digest\": \"md5:00\"}} | no digest",
        "403 | {} | and no login for it was found",
        "404 | {} | it has no shop/web v1",
        "429 | {} | it was asked too often",
        "500 | {} | it answered 500",
        "302 | {} | it redirects",
      })
  void what_is_wrong_is_said(int status, String body, String why) throws Exception {
    page(MANIFEST, status, body);

    assertThat(refused(ask("")).why()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Negotiate", "Bearer realm=", "Bearer realm=\"", ", ,"})
  void a_way_in_that_nobody_knows_is_no_way(String unknown) throws Exception {
    wanted = "Bearer secret-token";
    challenge = unknown;

    assertThat(refused(ask("{\"username\": \"anna\", \"password\": \"pass\"}")).why())
        .startsWith("Its registry: it ");
  }

  @Test
  void a_way_in_that_is_said_at_great_length_is_no_way_either() throws Exception {
    wanted = "Bearer secret-token";
    challenge = "Bearer realm=\"" + "\\a".repeat(50_000) + "\"";

    assertThat(refused(ask("")).why()).startsWith("Its registry: it ");
  }

  @Test
  void a_manifest_that_never_ends_is_not_read_to_its_end() throws Exception {
    registry.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] part = new byte[64 * 1024];
      try (OutputStream out = exchange.getResponseBody()) {
        while (true) {
          out.write(part);
        }
      }
    });

    assertThat(refused(ask("")).why()).contains("more than 4 MB");
  }

  @Test
  void a_registry_that_says_nothing_is_not_waited_for() throws Exception {
    registry.answers(exchange -> {});

    assertThat(refused(ask("", Duration.ofMillis(500))).why()).contains("no answer within");
  }

  @Test
  void a_reference_that_is_none_is_not_asked_for() {
    Answer<SortedMap<String, String>> answer =
        new RegistryImages(Map.of(), new Redactor()).labels(new Image("r.example/../x:v1"));

    assertThat(refused(answer).why()).contains("its reference is not valid");
  }

  @Test
  void labels_that_are_no_text_are_none() throws Exception {
    for (String labels : List.of("null", "[]", "{\"schema\": {\"a\": 1}}")) {
      String config = "{\"config\": {\"Labels\": " + labels + "}}";
      page(MANIFEST, 200, "{\"config\": {\"digest\": \"" + digest(config) + "\"}}");
      page("/v2/shop/web/blobs/" + digest(config), 200, config);

      assertThat(given(ask("")).values()).allMatch(String::isEmpty);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
