package uz.stario.platform.poster;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PosterTest {

  @Test
  void a_poster_is_a_png_of_the_promised_size() throws IOException {
    BufferedImage poster = drawn("test", "Test Artist", "See you in Samarkand");

    assertThat(poster.getWidth()).isEqualTo(Poster.WIDTH);
    assertThat(poster.getHeight()).isEqualTo(Poster.HEIGHT);
  }

  @Test
  void the_same_words_give_the_same_bytes_and_others_give_others() {
    byte[] first = Poster.draw("test", "Test Artist", "Hello");

    assertThat(Poster.draw("test", "Test Artist", "Hello")).isEqualTo(first);
    assertThat(Poster.draw("test", "Test Artist", "Hallo")).isNotEqualTo(first);
    assertThat(Poster.draw("other", "Test Artist", "Hello")).isNotEqualTo(first);
  }

  @Test
  void name_and_words_leave_ink_in_their_places_and_none_in_the_margins() throws IOException {
    BufferedImage poster = drawn("test", "Ўткир Ҳакимов", "Қўшиқ — бу ҳаёт. Ғазал ва куй!");

    assertThat(white(poster, 72, 560, 756, 230)).isGreaterThan(2000);
    assertThat(white(poster, 72, 830, 756, 260)).isGreaterThan(1000);
    assertThat(white(poster, 0, 560, 60, 560)).isZero();
    assertThat(white(poster, 840, 560, 60, 560)).isZero();
  }

  @Test
  void words_without_spaces_stay_between_the_margins() throws IOException {
    for (String text :
        new String[] {"Ж".repeat(500), "w".repeat(120) + " short", "a\n\n\n\n\n\n\n\nb", "."}) {
      BufferedImage poster = drawn("test", "Donaudampfschifffahrtsgesellschaft".repeat(4), text);

      assertThat(white(poster, 0, 560, 60, 560)).as(text).isZero();
      assertThat(white(poster, 840, 560, 60, 560)).as(text).isZero();
      assertThat(white(poster, 72, 1100, 756, 20)).as("below the words").isZero();
    }
  }

  @Test
  void a_long_text_becomes_smaller_and_then_ends_in_an_ellipsis() {
    String words = "the quick brown fox ".repeat(200).strip();
    TextBlock few = TextBlock.fit("the quick", Typefaces.regular(1), 54, 20, 756, 260);
    TextBlock many = TextBlock.fit(words, Typefaces.regular(1), 54, 20, 756, 260);

    assertThat(few.lineCount()).isEqualTo(1);
    assertThat(many.lineCount()).isGreaterThan(8);
    assertThat(many.height()).isLessThanOrEqualTo(260);
  }

  @Test
  void a_word_is_made_smaller_rather_than_broken() {
    TextBlock name = TextBlock.fit("YULDUZUSMONOVAXONIM", Typefaces.bold(1), 118, 30, 756, 230);

    assertThat(name.lineCount()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_printed_is_left_out() {
    assertThat(Poster.legible("a\u202Eb\u0000c\td\u200B")).isEqualTo("abc d");
    assertThat(Poster.legible("  one \r\n two\n\n\n\nthree ")).isEqualTo("one\ntwo\n\nthree");
    assertThat(Poster.legible("e\u0301")).isEqualTo("\u00e9");
    assertThat(Poster.legible("\ud83e\uddff\ud83e\uddff")).isEmpty();
    assertThat(Poster.legible("\ud800 half")).isEqualTo("half");
    assertThat(Poster.legible("Oʻzbekiston ғўқҳ")).isEqualTo("Oʻzbekiston ғўқҳ");
  }

  private static BufferedImage drawn(String id, String name, String text) throws IOException {
    byte[] png = Poster.draw(id, name, text);
    String folder = System.getProperty("keep.pictures");
    if (folder != null) {
      Files.write(Path.of(folder, id + "-" + Integer.toHexString(text.hashCode()) + ".png"), png);
    }
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** How many nearly white points a part of the picture has. */
  private static int white(BufferedImage image, int left, int top, int width, int height) {
    int count = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        int rgb = image.getRGB(x, y);
        if ((rgb >> 16 & 0xff) > 225 && (rgb >> 8 & 0xff) > 225 && (rgb & 0xff) > 225) {
          count++;
        }
      }
    }
    return count;
  }
}
