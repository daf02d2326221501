package uz.stario.rollback.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void lines_end_as_on_any_system_and_the_last_one_needs_no_end() throws IOException {
    assertThat(Lines.read(new StringReader("a\nb\r\n\nc"), 100, lines::add)).isTrue();
    assertThat(lines).containsExactly("a", "b", "", "c");
  }

  @Test
  void nothing_has_no_lines() throws IOException {
    assertThat(Lines.read(new StringReader(""), 100, lines::add)).isTrue();
    assertThat(lines).isEmpty();
  }

  @Test
  void a_line_of_100_megabytes_is_cut_and_the_one_after_it_is_read() throws IOException {
    assertThat(Lines.read(new LongLine(100_000_000), 200_000_000, lines::add)).isTrue();
    assertThat(lines).hasSize(2).endsWith("after");
    assertThat(lines.getFirst()).hasSize(LogLine.LONGEST);
  }

  @Test
  void no_more_is_read_than_was_allowed_and_that_is_told() throws IOException {
    assertThat(Lines.read(new StringReader("one\ntwo\nthree"), 6, lines::add)).isFalse();
    assertThat(lines).containsExactly("one", "tw");
  }

  @Test
  void exactly_what_was_allowed_is_all() throws IOException {
    assertThat(Lines.read(new StringReader("one\ntwo"), 7, lines::add)).isTrue();
    assertThat(lines).containsExactly("one", "two");
  }

  /** So many characters without an end, and then a line. */
  private static final class LongLine extends Reader {
    private long left;
    private final Reader rest = new StringReader("\nafter");

    LongLine(long length) {
      left = length;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return rest.read(into, offset, length);
      }
      int given = (int) Math.min(left, length);
      Arrays.fill(into, offset, offset + given, 'x');
      left -= given;
      return given;
    }

    @Override
    public void close() {}
  }
}
