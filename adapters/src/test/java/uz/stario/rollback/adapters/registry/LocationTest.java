package uz.stario.rollback.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.release.Image;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "registry.stario.uz/poster-gen:v1.2.3,"
        + " https://registry.stario.uz/v2/poster-gen/manifests/v1.2.3",
    "registry.stario.uz:5000/shop/web,"
        + " https://registry.stario.uz:5000/v2/shop/web/manifests/latest",
    "nginx, https://registry-1.docker.io/v2/library/nginx/manifests/latest",
    "bitnami/redis:7, https://registry-1.docker.io/v2/bitnami/redis/manifests/7",
    "docker.io/library/nginx:1, https://registry-1.docker.io/v2/library/nginx/manifests/1",
    "index.docker.io/nginx:1, https://registry-1.docker.io/v2/library/nginx/manifests/1",
    "localhost/web:v1, http://localhost/v2/web/manifests/v1",
    "127.0.0.1:5000/web:v1, http://127.0.0.1:5000/v2/web/manifests/v1",
    "[::1]:5000/web:v1, http://[::1]:5000/v2/web/manifests/v1",
    "localhost.example/web:v1, https://localhost.example/v2/web/manifests/v1",
  })
  void an_image_is_where_docker_looks_for_it(String reference, String address) throws Exception {
    Location at = Location.of(new Image(reference));

    assertThat(at.manifest(at.tagOrDigest())).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.example/web:v1@sha256:", "r.example/web@sha256:"})
  void a_digest_counts_more_than_the_tag_beside_it(String before) throws Exception {
    String digest = "0123456789abcdef".repeat(4);

    assertThat(Location.of(new Image(before + digest)).tagOrDigest()).isEqualTo("sha256:" + digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no image",
        "r.example/Web:v1",
        "r.example/../token",
        "r.example/web/../../x:v1",
        "r.example/web:v 1",
        "r.example/web:v1?x=1",
        "r.example/web@sha256:0",
        "r.example:80@evil.example/web:v1",
        "user:secret@r.example/web:v1",
        "r.example//web:v1",
      })
  void what_is_no_reference_is_not_asked_for(String reference) {
    assertThatThrownBy(() -> Location.of(new Image(reference)))
        .isInstanceOf(RegistryTrouble.class)
        .hasMessage("its reference is not valid");
  }
}
