package uz.stario.platform.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.platform.version.Release;
import uz.stario.platform.web.Problem;

final class TokensTest {

  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
          .getBytes(StandardCharsets.US_ASCII);
  private static final UUID USER = UUID.fromString("7f1c1d5e-6f0a-4d6c-9d53-0a8f0f4f6b11");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final Tokens tokens = tokens(KEY, Release.STABLE);

  private Tokens tokens(byte[] key, String version) {
    return Tokens.with(key, Release.of(version), clock);
  }

  private static void assertRefused(Tokens tokens, String token, String why) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(401);
              assertThat(problem.detail()).contains(why);
            });
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("stario")
        .subject(USER.toString())
        .expirationTime(Date.from(now.plusSeconds(60)));
  }

  private static String signed(JWSAlgorithm algorithm, JWTClaimsSet claims) throws Exception {
    var token = new SignedJWT(new JWSHeader(algorithm), claims);
    token.sign(new MACSigner(KEY));
    return token.serialize();
  }

  @Test
  void a_token_tells_whose_it_is() throws Exception {
    assertThat(tokens.verify(tokens.sign(USER))).isEqualTo(USER);
    assertThat(tokens.verify(signed(JWSAlgorithm.HS256, claims().build()))).isEqualTo(USER);
  }

  @Test
  void a_token_is_good_for_an_hour() throws Exception {
    String token = tokens.sign(USER);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(tokens.verify(token)).isEqualTo(USER);
    now = now.plus(Duration.ofMinutes(1));
    assertRefused(tokens, token, "expired");
  }

  @Test
  void a_token_without_a_signature_is_refused() {
    assertRefused(tokens, new PlainJWT(claims().build()).serialize(), "not a signed JWT");
  }

  @Test
  void a_token_signed_with_another_algorithm_is_refused_even_with_the_right_key() throws Exception {
    assertRefused(tokens, signed(JWSAlgorithm.HS512, claims().build()), "not signed with HS256");
  }

  @Test
  void a_token_of_another_key_is_refused() {
    byte[] other = KEY.clone();
    other[0]++;
    assertRefused(tokens, tokens(other, Release.STABLE).sign(USER), "signature is not ours");
  }

  @Test
  void v1_2_10_and_the_other_versions_refuse_each_others_tokens() throws Exception {
    Tokens bad = tokens(KEY, "v1.2.10");
    assertRefused(tokens, bad.sign(USER), "signature is not ours");
    assertRefused(bad, tokens.sign(USER), "signature is not ours");
    assertThat(bad.verify(bad.sign(USER))).isEqualTo(USER);
    assertThat(tokens(KEY, "v1.2.2").verify(tokens.sign(USER))).isEqualTo(USER);
  }

  @Test
  void a_token_of_another_issuer_for_nobody_or_without_an_end_is_refused() throws Exception {
    assertRefused(
        tokens, signed(JWSAlgorithm.HS256, claims().issuer("x").build()), "not one of Stario's");
    assertRefused(
        tokens, signed(JWSAlgorithm.HS256, claims().subject("'; --").build()), "names nobody");
    assertRefused(
        tokens, signed(JWSAlgorithm.HS256, claims().expirationTime(null).build()), "has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "...", "eyJhbGciOiJIUzI1NiJ9.e30.", "😀.😀.😀"})
  void what_is_no_token_is_refused(String token) {
    assertRefused(tokens, token, "");
  }

  @Test
  void a_changed_token_is_refused() {
    String[] parts = tokens.sign(USER).split("\\.", -1);
    String[] others = tokens.sign(UUID.randomUUID()).split("\\.", -1);
    assertRefused(tokens, parts[0] + "." + others[1] + "." + parts[2], "signature is not ours");
  }

  @Test
  void a_key_that_is_too_short_is_refused_and_the_end_of_its_line_is_not_part_of_it(
      @TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> tokens(new byte[31], Release.STABLE))
        .hasMessageContaining("fewer than 32 bytes");
    Path file = Files.write(folder.resolve("key"), KEY);
    Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);
    Tokens read = Tokens.fromFile(file, Release.of(Release.STABLE), clock);
    assertThat(tokens.verify(read.sign(USER))).isEqualTo(USER);
  }
}
