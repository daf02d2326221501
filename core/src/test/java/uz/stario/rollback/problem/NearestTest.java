package uz.stario.rollback.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> SERVICES =
      List.of("api-gateway", "video-gen", "face-similarity", "poster-gen", "regtech-filter");

  @Test
  void a_letter_too_few_too_many_or_wrong_is_forgiven() {
    assertThat(Nearest.nearest("vido-gen", SERVICES)).contains("video-gen");
    assertThat(Nearest.nearest("videoo-gen", SERVICES)).contains("video-gen");
    assertThat(Nearest.nearest("video_gen", SERVICES)).contains("video-gen");
  }

  @Test
  void swapped_neighbours_count_as_one_slip() {
    assertThat(Nearest.nearest("gte", List.of("get"))).contains("get");
    assertThat(Nearest.nearest("tge", List.of("get"))).isEmpty();
  }

  @Test
  void the_case_of_letters_does_not_matter() {
    assertThat(Nearest.nearest("DEPENDSON", List.of("flags", "dependsOn"))).contains("dependsOn");
  }

  @Test
  void a_wild_guess_is_not_offered() {
    assertThat(Nearest.nearest("payments", SERVICES)).isEmpty();
    assertThat(Nearest.nearest("x", List.of("y"))).isEmpty();
    assertThat(Nearest.nearest("", List.of("a"))).isEmpty();
  }

  @Test
  void of_equally_near_names_the_first_by_alphabet_is_offered_whatever_their_order() {
    assertThat(Nearest.nearest("cat", List.of("hat", "bat"))).contains("bat");
    assertThat(Nearest.nearest("cat", List.of("bat", "hat"))).contains("bat");
  }

  @Test
  void the_nearer_name_wins_over_the_earlier() {
    assertThat(Nearest.nearest("poster-gem", List.of("poster-bemm", "poster-gen")))
        .contains("poster-gen");
  }
}
