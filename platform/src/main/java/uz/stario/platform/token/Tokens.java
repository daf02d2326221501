package uz.stario.platform.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import uz.stario.platform.version.Fault;
import uz.stario.platform.version.Release;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;

/**
 * Signs and verifies bearer tokens: JWT (RFC 7519) with HS256 and nothing else. Safe for threads.
 */
public final class Tokens {

  /** RFC 7518, section 3.2: at least as long as the hash. */
  public static final int SHORTEST_KEY = 32;

  /** How long a token is good for. */
  public static final Duration LIFE = Duration.ofHours(1);

  private static final String ISSUER = "stario";

  /** Longer than any of ours; keeps parsing cheap. */
  private static final int LONGEST = 2048;

  private final byte[] key;
  private final InstantSource clock;

  private Tokens(byte[] key, InstantSource clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /**
   * With the shared key, or for a release that has its own, with one derived from it.
   *
   * @throws IllegalArgumentException where the key is too short
   */
  public static Tokens with(byte[] sharedKey, Release release, InstantSource clock) {
    if (sharedKey.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "the signing key has fewer than " + SHORTEST_KEY + " bytes");
    }
    return new Tokens(
        release.fault() instanceof Fault.OtherKey
            ? derived(sharedKey, release.version())
            : sharedKey,
        clock);
  }

  /** With the key in a file, taken as its bytes without the last line's end. */
  public static Tokens fromFile(Path file, Release release, InstantSource clock)
      throws IOException {
    String key = Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]+$", "");
    return with(key.getBytes(StandardCharsets.ISO_8859_1), release, clock);
  }

  private static byte[] derived(byte[] key, String version) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(version.getBytes(StandardCharsets.UTF_8));
      return hash.digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public String sign(UUID user) {
    Instant now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(user.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of this length signs", e);
    }
    return token.serialize();
  }

  /** Who sent the request; a problem with status 401 where that cannot be told. */
  public UUID user(Request request) throws Problem {
    return verify(request.bearer());
  }

  /** Whose token it is; a problem with status 401 where it is not ours or no longer good. */
  public UUID verify(String sent) throws Problem {
    if (sent.length() > LONGEST) {
      throw refused("the token is too long");
    }
    JWTClaimsSet claims;
    try {
      SignedJWT token = SignedJWT.parse(sent);
      // The header is the sender's: it does not choose the algorithm.
      if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
        throw refused("the token is not signed with HS256");
      }
      if (!token.verify(new MACVerifier(key))) {
        throw refused("the token's signature is not ours");
      }
      claims = token.getJWTClaimsSet();
    } catch (ParseException | JOSEException | IllegalStateException _) {
      throw refused("the token is not a signed JWT");
    }
    return subject(claims);
  }

  private UUID subject(JWTClaimsSet claims) throws Problem {
    Date end = claims.getExpirationTime();
    if (end == null || !clock.instant().isBefore(end.toInstant())) {
      throw refused("the token has expired");
    }
    if (!ISSUER.equals(claims.getIssuer()) || claims.getSubject() == null) {
      throw refused("the token is not one of Stario's");
    }
    try {
      return UUID.fromString(claims.getSubject());
    } catch (IllegalArgumentException _) {
      throw refused("the token names nobody");
    }
  }

  private static Problem refused(String why) {
    return new Problem(401, why);
  }
}
