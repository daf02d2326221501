package uz.stario.rollback.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web|true",
        "app==web|true",
        "app = api|false",
        "app!=web|false",
        "gone!=x|true",
        "app in (web, api)|true",
        "app in (api)|false",
        "app notin (api)|true",
        "app notin (web)|false",
        "gone notin (x)|true",
        "tier|true",
        "!tier|false",
        "!gone|true",
        "app=web,tier in (front,back),!gone|true",
        "app=web,tier=back|false",
      })
  void a_requirement_holds_as_kubernetes_has_it(String text, boolean holds) {
    assertThat(Selector.parse(text).matches(LABELS)).isEqualTo(holds);
  }

  @Test
  void a_selector_that_cannot_be_read_is_a_bad_request() {
    assertThatThrownBy(() -> Selector.parse("app in web"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(400));
  }

  @Test
  void a_field_selector_compares_text_at_a_path() {
    var pod = Manifest.parse("{\"metadata\":{\"name\":\"a\"},\"status\":{\"phase\":\"Running\"}}");
    assertThat(FieldSelector.parse("status.phase=Running,metadata.name!=b").matches(pod)).isTrue();
    assertThat(FieldSelector.parse("status.phase!=Running").matches(pod)).isFalse();
    assertThat(FieldSelector.parse("spec.nodeName=").matches(pod)).isTrue();
  }
}
