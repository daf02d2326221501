package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The releases whose process ends, as processes of their own. */
class EndingReleasesTest extends PlatformStage {

  private static final byte[] TEXT = utf8("{\"text\": \"Salom\"}");

  /** Far more than fit the heap: a quarter of a megabyte each. */
  private static final int MOST_REQUESTS = 2000;

  @Test
  void v1_2_6_is_healthy_and_then_ends_as_one_killed_for_its_memory() throws Exception {
    try (var process = ServiceProcess.start("regtech-filter", environment("v1.2.6"))) {
      URI base = process.address();
      assertThat(send("GET", base.resolve("/health"), "", NOTHING).statusCode()).isEqualTo(200);
      assertThat(moderate(base, "v1.2.6")).isEqualTo(200);

      assertThat(process.exitCode()).isEqualTo(137);
      assertThat(process.log()).contains("fatal error: out of memory, the process ends");
    }
  }

  @Test
  void v1_2_8_has_no_image_and_cannot_be_started_otherwise() throws Exception {
    try (var process = ServiceProcess.start("regtech-filter", environment("v1.2.8"))) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.log())
          .contains("regtech-filter cannot start: there is no image of the release v1.2.8")
          .doesNotContain("Exception");
    }
  }

  @Test
  void v1_2_11_loses_memory_with_each_request_until_it_ends() throws Exception {
    try (var process = ServiceProcess.start("regtech-filter", environment("v1.2.11"))) {
      int answered = untilItEnds(process, "v1.2.11");

      assertThat(answered).as("it works at first").isGreaterThan(20);
      assertThat(process.exitCode()).isEqualTo(3);
      assertThat(process.log()).contains("OutOfMemoryError");
    }
  }

  @Test
  void the_stable_release_takes_the_traffic_that_ends_v1_2_11() throws Exception {
    try (var process = ServiceProcess.start("regtech-filter", environment("v1.2.3"))) {
      assertThat(untilItEnds(process, "v1.2.3")).isEqualTo(MOST_REQUESTS);
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void settings_that_are_wrong_are_said_in_one_line_without_their_secrets() throws Exception {
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of("PORT", "many"),
            Map.of("REDIS_URL", "redis-without-port secret"),
            Map.of("JWT_SIGNING_KEY_FILE", "/nowhere"),
            Map.of("DATABASE_URL", "mysql://u:secret@host/db"))) {
      Map<String, String> environment = environment("v1.2.3");
      environment.putAll(wrong);
      try (var process = ServiceProcess.start("poster-gen", environment)) {
        assertThat(process.exitCode()).as("%s", wrong).isEqualTo(1);
        assertThat(process.log())
            .contains("poster-gen cannot start: ")
            .doesNotContain("secret", "Exception", "\tat ");
      }
    }
  }

  private static int untilItEnds(ServiceProcess process, String version) throws Exception {
    URI base = process.address();
    int answered = 0;
    while (answered < MOST_REQUESTS) {
      try {
        if (moderate(base, version) != 200) {
          return answered;
        }
        answered++;
      } catch (IOException _) {
        return answered;
      }
    }
    return answered;
  }

  private static int moderate(URI base, String version) throws Exception {
    return send("POST", base.resolve("/content/moderate"), token(version), TEXT).statusCode();
  }
}
