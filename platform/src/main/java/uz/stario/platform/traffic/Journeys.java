package uz.stario.platform.traffic;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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
final class Journeys implements AutoCloseable {

  private static final String ARTIST = "test";
  private static final int PICTURES = 8;
  private static final List<String> TEXTS =
      List.of("See you in Samarkand", "Концерт в пятницу", "Eng zoʻr qoʻshiq", "Ҳаммага салом");

  /** Shares of a hundred. */
  private enum Kind {
    ARTISTS(50),
    POSTER(15),
    MODERATE(15),
    QUIZ(12),
    REGISTER(5),
    VIDEO(3);

    private final int share;

    Kind(int share) {
      this.share = share;
    }

    static Kind of(int hundredth) {
      int up = 0;
      for (Kind kind : values()) {
        up += kind.share;
        if (hundredth < up) {
          return kind;
        }
      }
      throw new IllegalArgumentException("not of a hundred: " + hundredth);
    }
  }

  private final Client client;
  private final long seed;
  private final List<byte[]> pictures;
  private Optional<String> token = Optional.empty();

  Journeys(Client client, long seed) {
    this.client = client;
    this.seed = seed;
    this.pictures =
        IntStream.range(0, PICTURES)
            .mapToObj(i -> png(Portrait.of("fan-" + seed + "-" + i)))
            .toList();
  }

  /**
   * Registers and signs in the user of this traffic; what fails is told, and journeys that need one
   * then fail.
   */
  Outcome signIn() {
    try {
      token = Optional.of(newUser());
      return new Outcome.Succeeded();
    } catch (Ended e) {
      return e.outcome();
    }
  }

  Journey get(long n) {
    var random = new SplittableRandom(seed * 1_000_003 + n);
    Kind kind = Kind.of(random.nextInt(100));
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
