package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uz.stario.platform.face.Portrait;

/** Every endpoint that asks who it is, with tokens that do not say so. */
class TokenBadInputTest extends PlatformStage {

  /**
   * @param body a character for each byte
   */
  record Endpoint(String method, String service, String path, String body) {
    HttpResponse<byte[]> with(String token) throws Exception {
      return send(method, at(service, path), token, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
      return method + " " + service + " " + path;
    }
  }

  static List<Endpoint> endpoints() throws Exception {
    String poster = "{\"artist_id\": \"test\", \"text\": \"Salom\"}";
    String video = "{\"artist_id\": \"test\", \"prompt\": \"Salom\"}";
    String text = "{\"text\": \"Salom\"}";
    String picture =
        new String(ImageBadInputTest.png(Portrait.of("test")), StandardCharsets.ISO_8859_1);
    return List.of(
        new Endpoint("DELETE", "api-gateway", "/auth/me", ""),
        new Endpoint("POST", "api-gateway", "/posters/generate", poster),
        new Endpoint("POST", "poster-gen", "/posters/generate", poster),
        new Endpoint("POST", "api-gateway", "/content/moderate", text),
        new Endpoint("POST", "regtech-filter", "/content/moderate", text),
        new Endpoint("POST", "api-gateway", "/videos", video),
        new Endpoint("POST", "video-gen", "/videos", video),
        // Open to all, but who says who he is has to be it.
        new Endpoint("POST", "api-gateway", "/face-quiz", picture),
        new Endpoint("POST", "face-similarity", "/face-quiz", picture));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("stario")
        .subject(USER.toString())
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private static String signed(JWSHeader header, String key, JWTClaimsSet claims) throws Exception {
    var token = new SignedJWT(header, claims);
    token.sign(new MACSigner(utf8(key)));
    return token.serialize();
  }

  private static String signed(JWTClaimsSet claims) throws Exception {
    return signed(new JWSHeader(JWSAlgorithm.HS256), KEY, claims);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(text));
  }

  private static Map<String, String> wrongTokens() throws Exception {
    String good = signed(claims().build());
    String[] parts = good.split("\\.", -1);
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("no token", " ");
    wrong.put("a word", "token");
    wrong.put("two dots", "..");
    wrong.put("letters", "a.b.c");
    wrong.put("no Base64", "$%&.$%&.$%&");
    wrong.put("alg none", new PlainJWT(claims().build()).serialize());
    wrong.put(
        "alg none with a signature",
        base64("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
    wrong.put("alg NONE", base64("{\"alg\":\"NONE\"}") + "." + parts[1] + ".");
    wrong.put("alg RS256", base64("{\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2]);
    wrong.put("alg a number", base64("{\"alg\":256}") + "." + parts[1] + "." + parts[2]);
    wrong.put("no alg", base64("{}") + "." + parts[1] + "." + parts[2]);
    wrong.put("header no JSON", base64("{alg") + "." + parts[1] + "." + parts[2]);
    wrong.put(
        "header deep", base64("{\"alg\":" + "[".repeat(1000)) + "." + parts[1] + "." + parts[2]);
    String longKey = KEY.repeat(2);
    wrong.put("HS512", signed(new JWSHeader(JWSAlgorithm.HS512), longKey, claims().build()));
    wrong.put("HS384", signed(new JWSHeader(JWSAlgorithm.HS384), longKey, claims().build()));
    wrong.put("another key", signed(new JWSHeader(JWSAlgorithm.HS256), longKey, claims().build()));
    wrong.put("another version", token("v1.2.10"));
    wrong.put(
        "expired",
        signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(1))).build()));
    wrong.put("without an end", signed(claims().expirationTime(null).build()));
    wrong.put("end no number", signed(claims().claim("exp", "never").build()));
    wrong.put(
        "end beyond all numbers",
        signed(claims().claim("exp", 1e300).build()).replace(parts[2], "A"));
    wrong.put("another issuer", signed(claims().issuer("elsewhere").build()));
    wrong.put("no issuer", signed(claims().issuer(null).build()));
    wrong.put("nobody's", signed(claims().subject(null).build()));
    wrong.put("subject no id", signed(claims().subject("' OR 1=1 --").build()));
    wrong.put("subject a list", signed(claims().claim("sub", List.of("a")).build()));
    wrong.put("payload changed", parts[0] + "." + base64("{\"sub\":\"x\"}") + "." + parts[2]);
    wrong.put("payload no JSON", parts[0] + "." + base64("[]") + "." + parts[2]);
    wrong.put("signature changed", good.substring(0, good.length() - 4) + "AAAA");
    wrong.put(
        "critical header",
        signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .criticalParams(java.util.Set.of("exp"))
                .build(),
            KEY,
            claims().build()));
    wrong.put("too long", good + "A".repeat(3000));
    for (int length : List.of(1, parts[0].length(), parts[0].length() + 5, good.length() - 1)) {
      wrong.put("cut off after " + length, good.substring(0, length));
    }
    wrong.put("twice", good + "." + good);
    wrong.put("with a word behind", good + " x");
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void a_token_that_is_not_ours_is_refused_and_nothing_done(Endpoint endpoint) throws Exception {
    Map<String, Long> before = state();
    for (var wrong : wrongTokens().entrySet()) {
      String what = endpoint + " " + wrong.getKey();
      HttpResponse<byte[]> answer = endpoint.with(wrong.getValue());
      assertRefused(answer, 401, what);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).as(what).hasValue("Bearer");
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void another_kind_of_authorization_is_refused(Endpoint endpoint) throws Exception {
    for (String sent :
        List.of("Basic dXNlcjpwYXNz", "Bearer", token(), "", "\u0001", "Bearer \u007f\u0001")) {
      String answer =
          raw(
              endpoint.service(),
              "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                  .formatted(
                      endpoint.method(),
                      endpoint.path(),
                      sent,
                      endpoint.body().length(),
                      endpoint.body()));
      assertThat(answer).as("%s %s", endpoint, sent).matches("(?s)HTTP/1.1 (400|401) .*");
      assertTellsNothing(answer.substring(answer.indexOf("\r\n\r\n")));
    }
  }

  @Test
  void a_token_of_an_account_that_is_gone_makes_no_poster() throws Exception {
    var gone = java.util.UUID.randomUUID();
    String token = signed(claims().subject(gone.toString()).build());
    Map<String, Long> before = state();

    assertRefused(
        post(
            at("poster-gen", "/posters/generate"),
            token,
            "{\"artist_id\": \"test\", \"text\": \"a\"}"),
        401,
        "no account");
    assertRefused(send("DELETE", at("api-gateway", "/auth/me"), token, NOTHING), 401, "no account");

    assertThat(state()).isEqualTo(before);
  }
}
