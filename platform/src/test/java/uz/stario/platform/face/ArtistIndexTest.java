package uz.stario.platform.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import uz.stario.platform.face.ArtistIndex.Match;

class ArtistIndexTest {

  private static final List<Artist> ARTISTS =
      IntStream.range(0, 60).mapToObj(i -> new Artist("artist-" + i, "Artist " + i)).toList();

  private final ArtistIndex index = ArtistIndex.of(new ClassicalModel(), ARTISTS);

  @Test
  void a_portrait_is_the_same_each_time_and_another_for_each_artist() throws IOException {
    Set<Integer> seen = new HashSet<>();
    for (Artist artist : ARTISTS) {
      int[] pixels = pixels(Portrait.of(artist.id()));
      assertThat(pixels(Portrait.of(artist.id()))).isEqualTo(pixels);
      assertThat(seen.add(java.util.Arrays.hashCode(pixels))).isTrue();
    }
    String folder = System.getProperty("keep.pictures");
    if (folder != null) {
      var sheet = new BufferedImage(6 * 256, 2 * 256, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 12; i++) {
        sheet.getGraphics().drawImage(Portrait.of("artist-" + i), i % 6 * 256, i / 6 * 256, null);
      }
      ImageIO.write(sheet, "png", Path.of(folder, "portraits.png").toFile());
    }
  }

  @Test
  void each_artist_is_most_like_their_own_portrait() {
    for (Artist artist : ARTISTS) {
      Match best = index.mostSimilar(Portrait.of(artist.id()), 1).getFirst();
      assertThat(best.artist()).isEqualTo(artist);
      assertThat(best.score()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void an_artist_is_found_again_in_a_small_dark_jpeg_of_the_portrait() throws IOException {
    int found = 0;
    for (Artist artist : ARTISTS) {
      BufferedImage worse = jpeg(darker(smaller(Portrait.of(artist.id()), 110)));
      if (index.mostSimilar(worse, 1).getFirst().artist().equals(artist)) {
        found++;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(57);
  }

  @Test
  void matches_come_best_first_and_scores_lie_between_nothing_and_the_same() {
    List<Match> matches = index.mostSimilar(Portrait.of("somebody else"), 5);

    assertThat(matches).hasSize(5);
    assertThat(matches).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    assertThat(matches).allSatisfy(match -> assertThat(match.score()).isBetween(0.0, 0.999));
  }

  @Test
  void a_picture_of_one_colour_has_an_answer_too() {
    var empty = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);

    assertThat(index.mostSimilar(empty, 3))
        .hasSize(3)
        .allSatisfy(match -> assertThat(match.score()).isNotNaN());
  }

  @Test
  void more_are_asked_for_than_there_are() {
    assertThat(ArtistIndex.of(new ClassicalModel(), List.of()).mostSimilar(Portrait.of("a"), 3))
        .isEmpty();
    assertThat(index.mostSimilar(Portrait.of("a"), 1000)).hasSize(ARTISTS.size());
  }

  @Test
  void a_descriptor_has_the_promised_length_and_is_the_same_each_time() {
    var model = new ClassicalModel();
    float[] descriptor = model.describe(Portrait.of("a"));

    assertThat(descriptor).hasSize(model.dimensions());
    assertThat(model.describe(Portrait.of("a"))).isEqualTo(descriptor);
    for (float number : descriptor) {
      assertThat(number).isNotNegative();
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static BufferedImage smaller(BufferedImage image, int side) {
    var small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.drawImage(image, 0, 0, side, side, Color.BLACK, null);
    graphics.dispose();
    return small;
  }

  private static BufferedImage darker(BufferedImage image) {
    return new RescaleOp(0.85f, 0, null).filter(image, null);
  }

  private static BufferedImage jpeg(BufferedImage image) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
  }
}
