package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Image;

/** What every {@link Images} does. */
public abstract class ImagesContract {

  private static final Map<String, String> LABELS =
      Map.of("uz.stario.schema", "abc123, d3486c1f9ea7", "org.opencontainers.image.title", "Süß");

  /** The one that is tried. */
  protected abstract Images images();

  /** Puts an image into a registry. */
  protected abstract Image push(String repository, String tag, Map<String, String> labels)
      throws Exception;

  /**
   * The same for several platforms.
   *
   * @param platforms their labels, by architecture, in this order
   */
  protected abstract Image pushForPlatforms(
      String repository, String tag, Map<String, Map<String, String>> platforms) throws Exception;

  /** One in a registry that nobody answers for. */
  protected abstract Image unreachable();

  @Test
  void the_labels_of_an_image_are_told_whole() throws Exception {
    Image image = push("shop/web", "v1.2.3", LABELS);

    assertThat(given(image)).isEqualTo(LABELS);
  }

  @Test
  void an_image_is_found_by_its_digest_whatever_its_tag_says() throws Exception {
    Image tagged = push("shop/web", "v1.2.3", LABELS);
    Image digested = digested(tagged);
    push("shop/web", "v1.2.3", Map.of());

    assertThat(given(digested)).isEqualTo(LABELS);
    assertThat(given(new Image(tagged.reference() + "@" + digested.digest()))).isEqualTo(LABELS);
    assertThat(given(tagged)).isEmpty();
  }

  /** The reference of the same image by its digest alone. */
  protected abstract Image digested(Image tagged) throws Exception;

  @Test
  void an_image_without_labels_has_none() throws Exception {
    assertThat(given(push("shop/web", "plain", Map.of()))).isEmpty();
  }

  @Test
  void of_several_platforms_the_usual_one_counts_and_else_the_first() throws Exception {
    Map<String, String> arm = Map.of("of", "arm64");
    Map<String, String> amd = Map.of("of", "amd64");

    assertThat(given(pushForPlatforms("shop/web", "both", inOrder("arm64", arm, "amd64", amd))))
        .isEqualTo(amd);
    assertThat(
            given(pushForPlatforms("shop/web", "others", inOrder("arm64", arm, "s390x", Map.of()))))
        .isEqualTo(arm);
  }

  @Test
  void what_is_not_there_is_a_problem_that_names_it() throws Exception {
    Image image = push("shop/web", "v1.2.3", LABELS);
    for (Image gone :
        new Image[] {
          new Image(image.repository() + ":v9"), new Image(image.repository() + "-other:v1.2.3")
        }) {
      Problem problem = problem(gone);

      assertThat(problem.code()).isEqualTo(ErrorCode.IMAGE_UNREADABLE);
      assertThat(problem.what()).contains(gone.reference());
    }
  }

  @Test
  void a_registry_that_does_not_answer_is_a_problem() {
    assertThat(problem(unreachable()).code()).isEqualTo(ErrorCode.IMAGE_UNREADABLE);
  }

  @Test
  void several_may_ask_at_once() throws Exception {
    Image image = push("shop/web", "v1.2.3", LABELS);

    assertThat(
            IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> given(image)))
                .toList())
        .allSatisfy(labels -> assertThat(labels.join()).isEqualTo(LABELS));
  }

  private static Map<String, Map<String, String>> inOrder(
      String one, Map<String, String> ofOne, String other, Map<String, String> ofOther) {
    Map<String, Map<String, String>> platforms = new LinkedHashMap<>();
    platforms.put(one, ofOne);
    platforms.put(other, ofOther);
    return platforms;
  }

  private SortedMap<String, String> given(Image image) {
    Answer<SortedMap<String, String>> answer = images().labels(image);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<SortedMap<String, String>>) answer).value();
  }

  private Problem problem(Image image) {
    Answer<SortedMap<String, String>> answer = images().labels(image);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused<SortedMap<String, String>>) answer).problem();
  }
}
