package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTest {

  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          nginx,                       nginx,               '',     latest
          nginx:1.27,                  nginx,               1.27,   1.27
          host:5000/team/app,          host:5000/team/app,  '',     latest
          host:5000/team/app:v1.2.3,   host:5000/team/app,  v1.2.3, v1.2.3
          host:5000/app:v1@sha256:abc, host:5000/app,       v1,     v1
          host/app@sha256:abcdef,      host/app,            '',     sha256:abcdef
          """)
  void a_reference_is_taken_apart(String reference, String repository, String tag, String version) {
    Image image = new Image(reference);

    assertThat(image.repository()).isEqualTo(repository);
    assertThat(image.tag()).isEqualTo(tag);
    assertThat(image.version()).isEqualTo(version);
  }

  @Test
  void an_image_without_a_tag_is_called_by_the_start_of_its_digest() {
    assertThat(new Image("app@" + DIGEST).version()).isEqualTo("sha256:0123456789ab");
    assertThat(new Image("app@" + DIGEST).digest()).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          v1.2.3,              true
          app:v1.2.3@%s,       true
          %s,                  true
          sha256:0123456,      true
          0123456,             true
          012345,              false
          sha256:0123457,      false
          v1.2,                false
          '',                  false
          """)
  void a_tag_a_digest_or_the_start_of_one_names_it(String wanted, boolean is) {
    Image image = new Image("app:v1.2.3@" + DIGEST);

    assertThat(image.isVersion(wanted.replace("%s", DIGEST))).isEqualTo(is);
  }

  @Test
  void what_is_shown_as_the_version_names_the_image() {
    assertThat(new Image("app").isVersion("latest")).isTrue();
    assertThat(new Image("app").isVersion("")).isFalse();
    assertThat(new Image("app@" + DIGEST).isVersion(new Image("app@" + DIGEST).version())).isTrue();
  }
}
