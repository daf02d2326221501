package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private static final String TEXT = "one\r\n\nпривет, 世界 👍\nlast";

  @Test
  void lines_are_the_same_however_the_bytes_come() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      List<String> lines = new ArrayList<>();
      LineSplitter splitter = new LineSplitter(100, lines::add);
      for (int at = 0; at < bytes.length; at += size) {
        splitter.add(bytes, at, Math.min(bytes.length, at + size));
      }
      splitter.end();

      assertThat(lines).as("pieces of " + size).containsExactly("one", "", "привет, 世界 👍", "last");
    }
  }

  @Test
  void a_line_is_cut_off_by_characters() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(3, lines::add);
    byte[] bytes = "юююююю\nab\n".getBytes(UTF_8);

    splitter.add(bytes, 0, bytes.length);

    assertThat(lines).containsExactly("ююю", "ab");
  }

  @Test
  void nothing_is_no_line() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(3, lines::add);

    splitter.add(new byte[0], 0, 0);
    splitter.end();

    assertThat(lines).isEmpty();
  }
}
