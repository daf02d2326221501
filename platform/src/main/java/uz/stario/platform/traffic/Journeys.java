package uz.stario.platform.traffic;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.traffic.Client.Answer;
import uz.stario.platform.traffic.Client.Ended;
import uz.stario.platform.traffic.OpenLoop.Journey;

/**
 * What users of Stario do, in the mix in which they do it: most look, few ask for a video.
 *
 * <p>The n-th journey of a seed is always the same kind with the same words. A user of the
 * traffic's own signs in once for those that need one; {@link #close} deletes it. Safe for threads.
 */
public final class Journeys implements AutoCloseable {

  private static final String ARTIST = "test";
  private static final int PICTURES = 8;
  private static final List<String> TEXTS =
      List.of("See you in Samarkand", "Концерт в пятницу", "Eng zoʻr qoʻshiq", "Ҳаммага салом");

  /** What users come for. */
  public enum Kind {
    /** Who there is. */
    ARTISTS,
    /** A poster for an artist. */
    POSTER,
    /** Whether a text may be published. */
    MODERATE,
    /** Which artist a picture is like. */
    QUIZ,
    /** A new account, and its end. */
    REGISTER,
    /** A video, which takes a worker a while. */
    VIDEO
  }

  /** The mix in which they come, in shares of a hundred. */
  public static final Map<Kind, Integer> USUAL =
      mix(
          Map.of(
              Kind.ARTISTS, 50,
              Kind.POSTER, 15,
              Kind.MODERATE, 15,
              Kind.QUIZ, 12,
              Kind.REGISTER, 5,
              Kind.VIDEO, 3));

  /** In the order of the kinds, so that a number always falls on the same. */
  private static Map<Kind, Integer> mix(Map<Kind, Integer> shares) {
    if (shares.values().stream().mapToInt(Integer::intValue).sum() != 100) {
      throw new IllegalArgumentException("not shares of a hundred: " + shares);
    }
    return Collections.unmodifiableMap(new EnumMap<>(shares));
  }

  private final Client client;
  private final long seed;
  private final Map<Kind, Integer> mix;
  private final List<byte[]> pictures;
  private volatile Optional<String> token = Optional.empty();

  Journeys(Client client, long seed) {
    this(client, seed, USUAL);
  }

  private Journeys(Client client, long seed, Map<Kind, Integer> mix) {
    this.client = client;
    this.seed = seed;
    this.mix = mix(mix);
    this.pictures =
        IntStream.range(0, PICTURES)
            .mapToObj(i -> png(Portrait.of("fan-" + seed + "-" + i)))
            .toList();
  }

  /**
   * Journeys in a mix.
   *
   * @param base where the gateway is
   * @param mix shares of a hundred
   */
  public static Journeys at(URI base, long seed, Map<Kind, Integer> mix) {
    return new Journeys(new Client(base), seed, mix);
  }

  /** Has a token that somebody else got. */
  public void signedIn(String other) {
    token = Optional.of(other);
  }

  /** Does the n-th journey, in as many requests as it takes. */
  public Outcome go(long n) {
    return get(n).steps().get();
  }

  private Kind kind(int hundredth) {
    int up = 0;
    for (Map.Entry<Kind, Integer> share : mix.entrySet()) {
      up += share.getValue();
      if (hundredth < up) {
        return share.getKey();
      }
    }
    throw new IllegalArgumentException("not of a hundred: " + hundredth);
  }

  /**
   * Registers and signs in the user of this traffic; what fails is told, and journeys that need one
   * then fail.
   */
  public Outcome signIn() {
    try {
      token = Optional.of(newUser());
      return new Outcome.Succeeded();
    } catch (Ended e) {
      return e.outcome();
    }
  }

  Journey get(long n) {
    var random = new SplittableRandom(seed * 1_000_003 + n);
    Kind kind = kind(random.nextInt(100));
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    byte[] picture = pictures.get(random.nextInt(PICTURES));
    return new Journey(
        kind.name().toLowerCase(Locale.ROOT),
        () -> {
          try {
            return switch (kind) {
              case ARTISTS -> holds(client.get("/artists", Optional.empty()), ARTIST);
              case POSTER -> poster(text);
              case MODERATE ->
                  holds(
                      client.post("/content/moderate", token, Client.json().put("text", text)),
                      "allowed");
              case QUIZ ->
                  holds(client.send("POST", "/face-quiz", token, "image/png", picture), "score");
              case REGISTER -> register();
              case VIDEO -> video(text);
            };
          } catch (Ended e) {
            return e.outcome();
          }
        });
  }

  private Outcome poster(String text) throws Ended {
    Answer answer =
        client.post(
            "/posters/generate", token, Client.json().put("artist_id", ARTIST).put("text", text));
    boolean png = answer.body().length > 8 && answer.body()[1] == 'P' && answer.body()[2] == 'N';
    return png ? new Outcome.Succeeded() : new Outcome.Failed("the poster is no PNG");
  }

  private Outcome register() throws Ended {
    String own = newUser();
    client.send("DELETE", "/auth/me", Optional.of(own), "application/json", new byte[0]);
    return new Outcome.Succeeded();
  }

  private String newUser() throws Ended {
    String name = UUID.randomUUID().toString();
    var who = Client.json().put("email", "traffic-" + name + "@example.com");
    who.put("password", "Traffic-" + name + "!1");
    Optional<String> given = token(client.post("/auth/register", Optional.empty(), who));
    if (given.isEmpty()) {
      given = token(client.post("/auth/login", Optional.empty(), who));
    }
    return given.orElseThrow(() -> new Ended(new Outcome.Failed("signing in gave no token")));
  }

  private static Optional<String> token(Answer answer) {
    return answer.field("token").or(() -> answer.field("access_token"));
  }

  private Outcome video(String text) throws Ended {
    Answer asked =
        client.post("/videos", token, Client.json().put("artist_id", ARTIST).put("prompt", text));
    Optional<String> id = asked.field("id");
    return id.isEmpty()
        ? new Outcome.Failed("the video has no id")
        : holds(client.get("/videos/" + id.get(), token), "status");
  }

  private static Outcome holds(Answer answer, String word) {
    return new String(answer.body(), StandardCharsets.UTF_8).contains(word)
        ? new Outcome.Succeeded()
        : new Outcome.Failed("the answer has no " + word);
  }

  private static byte[] png(BufferedImage image) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Deletes the user; a platform that is down keeps it, under a name that says whose it is. */
  @Override
  public void close() {
    if (token.isPresent()) {
      try {
        client.send("DELETE", "/auth/me", token, "application/json", new byte[0]);
      } catch (Ended _) {
        // Nothing more can be done.
      }
    }
  }
}
