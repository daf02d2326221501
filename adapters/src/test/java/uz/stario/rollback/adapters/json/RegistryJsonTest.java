package uz.stario.rollback.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

class RegistryJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

  @Test
  void what_is_written_is_read_back() {
    Registry registry = new Registry(9_000_000_000L, List.of(holding("a", 7), holding("b", 8)));

    assertThat(read(RegistryJson.write(registry, ""))).isEqualTo(Answer.given(registry));
  }

  @Test
  void every_single_letter_that_is_changed_or_lost_is_found() {
    String text = RegistryJson.write(new Registry(9, List.of(holding("a", 7))), "");
    List<String> edited = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      edited.add(text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1));
      edited.add(text.substring(0, i));
      edited.add(text.substring(0, i) + text.substring(i + 1));
    }

    assertThat(edited)
        .allSatisfy(json -> assertThat(read(json)).isInstanceOf(Answer.Refused.class));
  }

  @Test
  void fields_of_a_later_version_are_kept_when_it_is_written_anew() {
    Registry registry = new Registry(9, List.of(holding("a", 7), holding("b", 8)));
    String later =
        signed(
            RegistryJson.write(registry, "")
                .replace("\"fence\":8", "\"fence\":8,\"mood\":{\"x\":[1,2.5,null,true]}")
                .replace("\"lastFence\":9", "\"lastFence\":9,\"paused\":\"why\""));
    assertThat(read(later)).isEqualTo(Answer.given(registry));

    Registry next = registry.renew(holding("b", 8), NOW.plusSeconds(5), "h").orElseThrow();
    String written = RegistryJson.write(next, later);

    assertThat(read(written)).isEqualTo(Answer.given(next));
    assertThat(written)
        .contains("\"mood\":{\"x\":[1,2.5,null,true]}", "\"paused\":\"why\"")
        .containsOnlyOnce("checksum");
    assertThat(RegistryJson.write(next.release(holding("b", 8)), written))
        .doesNotContain("mood")
        .contains("paused");
  }

  @Test
  void one_that_says_two_things_at_once_is_refused() {
    String twice =
        RegistryJson.write(new Registry(9, List.of(holding("a", 7), holding("b", 8))), "")
            .replace("deployment/b", "deployment/a");

    assertThat(problem(read(signed(twice))).why()).isEqualTo("Deployment/a is held twice.");
  }

  @Test
  void a_later_version_that_may_mean_something_else_is_named_as_the_reason() {
    String later =
        RegistryJson.write(new Registry(9, List.of()), "").replace("Version\":1", "Version\":2");

    assertThat(problem(read(later)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  @Test
  void a_hundred_workloads_take_a_small_part_of_what_an_annotation_may_hold() {
    List<TargetKey> keys =
        IntStream.range(0, 100).mapToObj(i -> new TargetKey("deployment/service-" + i)).toList();
    Holding large =
        new Holding(new RunId("r"), owner(), new TreeSet<>(keys), 1, NOW, NOW, "f".repeat(64));

    String text = RegistryJson.write(new Registry(1, List.of(large)), "");

    assertThat(text.length()).isLessThan(256 * 1024 / 50);
  }

  /** As a later version would sign it. */
  private static String signed(String json) {
    String without = json.replaceFirst(",\"checksum\":\"[0-9a-f]*\"", "");
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(without.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return without.replaceFirst(
          "}$", ",\"checksum\":\"" + java.util.HexFormat.of().formatHex(digest) + "\"}");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer<Registry> read(String json) {
    return RegistryJson.read(json, "the lock", "Delete it.");
  }

  private static Problem problem(Answer<Registry> answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused<Registry>) answer).problem();
  }

  private static Holding holding(String name, long fence) {
    TreeSet<TargetKey> keys = new TreeSet<>(List.of(new TargetKey("deployment/" + name)));
    return new Holding(new RunId("run-" + name), owner(), keys, fence, NOW, NOW, "");
  }

  private static Owner owner() {
    return new Owner("Ольга \"o\"", "laptop\\1", "boot:1", 42, NOW);
  }
}
