package uz.stario.rollback.app.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class InPlaceTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final InPlace inPlace = new InPlace(new PrintStream(written, true, UTF_8));

  private String screen() {
    return new Screen(80, 24).write(written.toString(UTF_8)).text().stripTrailing();
  }

  @Test
  void a_drawing_stands_where_the_one_before_stood() {
    inPlace.draw(List.of("one", "a long line"));
    inPlace.draw(List.of("two", "short"));

    assertThat(screen()).isEqualTo("two\nshort");
  }

  @Test
  void a_shorter_drawing_leaves_nothing_of_a_longer_one() {
    inPlace.draw(List.of("one", "two", "three"));
    inPlace.draw(List.of("uno"));
    inPlace.draw(List.of("eins", "zwei"));

    assertThat(screen()).isEqualTo("eins\nzwei");
  }

  @Test
  void after_a_change_of_size_it_goes_on_below_and_touches_nothing_above() {
    inPlace.draw(List.of("one"));
    inPlace.leave();
    inPlace.draw(List.of("two"));
    inPlace.draw(List.of("three"));

    assertThat(screen()).isEqualTo("one\nthree");
  }
}
