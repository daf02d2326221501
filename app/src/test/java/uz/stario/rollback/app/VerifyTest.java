package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import uz.stario.rollback.sandbox.platform.Flaw;

/** {@code stario verify} on its own. */
class VerifyTest {

  private static final String POSTER = "poster-gen";

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of("api-gateway", POSTER), "v1.2.3");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private Machine machine(String checks) throws Exception {
    return platform
        .machine()
        .playbook(
            platform
                .playbook("")
                .replace(
                    "workloads: [deployment/poster-gen]",
                    "workloads: [deployment/poster-gen]\n    checks:\n" + checks));
  }

  @Test
  void what_is_well_passes_and_exits_with_zero() throws Exception {
    Outcome verify =
        machine("      - {name: health, http: \"GET ${url}/health/poster-gen\"}\n")
            .stario("verify", POSTER, "api-gateway");

    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out())
        .contains("pods of deployment/poster-gen", "passed: 2 pods ready, 0 restarts")
        .endsWith("4 passed, 0 failed, 0 unknown\n");
  }

  @Test
  void a_check_that_fails_is_told_and_outweighs_one_that_cannot_tell() throws Exception {
    String checks =
        """
              - {name: page, http: "GET ${url}/nowhere"}
              - {name: dead, http: "GET http://nowhere.invalid/health"}
        """;

    Outcome verify = machine(checks).stario("verify", POSTER);

    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out())
        .contains("✗", "failed: answered 404", "?", "unknown: ")
        .endsWith("1 passed, 1 failed, 1 unknown\n");
  }

  @Test
  void where_nobody_can_tell_it_exits_with_six() throws Exception {
    Outcome verify =
        machine("      - {name: dead, http: \"GET http://nowhere.invalid/health\"}\n")
            .stario("verify", POSTER);

    assertThat(verify.code()).isEqualTo(6);
  }

  @Test
  void pods_that_do_not_get_ready_are_named_with_their_reason() throws Exception {
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.4", new Flaw.Missing());
    platform.release(POSTER, "v1.2.4");
    platform.await(POSTER, d -> d.at("/status/unavailableReplicas").asInt(0) > 0);

    Outcome verify = platform.equipped().stario("verify", "deployment/poster-gen");

    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out()).contains("✗", "poster-gen-", "failed: ");
  }

  @Test
  void a_pipeline_gets_its_results_as_it_reads_those_of_tests() throws Exception {
    Machine machine = machine("      - {name: page, http: \"GET ${url}/nowhere\"}\n");

    Path file = folder.resolve("results.xml");

    machine.stario("verify", POSTER, "--junit", file.toString());

    byte[] written = Files.readAllBytes(file);
    Element suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(written))
            .getDocumentElement();
    assertThat(suites.getAttribute("tests")).isEqualTo("2");
    assertThat(suites.getAttribute("failures")).isEqualTo("1");
    assertThat(new String(written, StandardCharsets.UTF_8))
        .contains(
            "<testsuite name=\"poster-gen\"", "name=\"page\"", "message=\"answered 404, not 200\"");
  }

  @Test
  void results_that_cannot_be_written_are_printed_and_said() throws Exception {
    Outcome verify =
        platform.equipped().stario("verify", POSTER, "--junit", "no/such/folder/results.xml");

    assertThat(verify.code()).isEqualTo(2);
    assertThat(verify.out()).contains("passed");
    assertThat(verify.err()).contains("cannot be written to no/such/folder/results.xml");
  }
}
