package uz.stario.rollback.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** The files are answers of a Kubernetes 1.36 server about the same objects, in both encodings. */
class ProtobufTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in = ProtobufTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deployments", "services", "secrets", "resourcequotas", "namespaces", "nodes"})
  void an_object_in_protobuf_is_the_same_as_in_json(String kind) throws IOException {
    assertThat(Protobuf.object(file(kind + ".pb")))
        .isEqualTo(Manifest.JSON.readTree(file(kind + ".json")));
  }

  @Test
  void a_kind_that_is_not_in_the_table_is_an_unsupported_media_type() {
    assertThatThrownBy(() -> Protobuf.object(envelope("batch/v1", "Job")))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo(415))
        .hasMessageContaining("Job")
        .hasMessageContaining("batch/v1");
  }

  @Test
  void a_body_that_is_no_protobuf_is_a_bad_request() {
    assertThatThrownBy(() -> Protobuf.object("{\"kind\":\"Pod\"}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo(400));
  }

  @Test
  void broken_bodies_are_refused_and_nothing_worse() throws IOException {
    byte[] whole = file("deployments.pb");
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] broken = Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 4));
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        broken[4 + random.nextInt(Math.max(1, broken.length - 4))] = (byte) random.nextInt();
      }
      try {
        assertThat(Protobuf.object(broken).isObject()).isTrue();
      } catch (Refused refused) {
        assertThat(refused.code()).isIn(400, 415);
      }
    }
  }

  private static byte[] envelope(String version, String kind) {
    String type = field(1, version) + field(2, kind);
    return ("k8s\0" + field(1, type)).getBytes(UTF_8);
  }

  private static String field(int number, String text) {
    return (char) (number << 3 | 2) + "" + (char) text.length() + text;
  }
}
