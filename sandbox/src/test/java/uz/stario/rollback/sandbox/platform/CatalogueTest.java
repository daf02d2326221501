package uz.stario.rollback.sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;

class CatalogueTest {
  private final Catalogue catalogue =
      new Catalogue(new Surroundings(new Network(_ -> List.of()), Stores.none()));

  @Test
  void a_tag_nobody_pushed_does_not_exist() {
    assertThat(catalogue.find("registry.stario.uz/api-gateway:v9.9.9")).isEmpty();
    assertThat(catalogue.find("registry.stario.uz/nobody:v1.2.3")).isEmpty();
    assertThat(catalogue.find("example/app:1-missing")).isEmpty();
  }

  @Test
  void a_flaw_is_read_off_the_tag() {
    assertThat(course("registry.stario.uz/api-gateway:v1.2.3")).isEqualTo(new Course.Serves());
    assertThat(course("example/app:1-never-ready")).isEqualTo(new Course.NeverReady());
    assertThat(course("registry.stario.uz/api-gateway:v1.2.4-crash"))
        .isInstanceOf(Course.Crashes.class);
    assertThat(course("localhost:5000/app")).isEqualTo(new Course.Serves());
  }

  @Test
  void the_bad_releases_of_the_platform_take_the_course_they_are_known_for() {
    assertThat(course("registry.stario.uz/api-gateway:v1.2.6"))
        .isEqualTo(new Course.Crashes(Duration.ofSeconds(20), 137, true));
    assertThat(catalogue.find("registry.stario.uz/api-gateway:v1.2.8")).isEmpty();
    assertThat(course("registry.stario.uz/api-gateway:v1.3.0")).isEqualTo(new Course.Serves());
  }

  @Test
  void a_published_image_behaves_as_published() {
    catalogue.publish("example/app:9", new Flaw.NeverReady());
    assertThat(course("example/app:9")).isEqualTo(new Course.NeverReady());
  }

  private Course course(String image) {
    return catalogue.find(image).map(Program::course).orElseThrow();
  }
}
