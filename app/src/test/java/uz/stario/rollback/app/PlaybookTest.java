package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stario playbook}, which asks no cluster. */
class PlaybookTest {

  @TempDir private Path folder;
  private Machine machine;

  private static final String PLAYBOOK =
      """
      schemaVersion: 1
      platform: shop
      environments:
        production:
          namespace: shop
          url: https://shop.example
          channel: { name: "#incidents", webhook: { env: SHOP_WEBHOOK } }
          prometheus: { url: "https://prometheus.example", token: { file: /nowhere/token } }
          databases: { main: { url: { env: SHOP_DATABASE } } }
        staging:
          namespace: shop-staging
          url: https://staging.example
      services:
        web:
          workloads: [deployment/web]
          flags: [FEATURE_SEARCH]
          checks:
            - name: people can order
              requests:
                token: { env: SHOP_TOKEN }
                setUp: [{ http: "POST ${url}/carts", capture: { cart: /id } }]
                send: [{ http: "POST ${url}/carts/${cart}/order" }]
                cleanUp: [{ http: "DELETE ${url}/carts/${cart}" }]
      checks:
        - name: smoke tests
          script: { command: [./smoke.sh] }
        - name: by name
          script: { command: [no-such-program] }
      """;

  @BeforeEach
  void write() throws Exception {
    machine = new Machine(folder).playbook(PLAYBOOK);
  }

  @Test
  void what_the_file_names_and_the_machine_does_not_have_is_said_and_is_no_mistake()
      throws Exception {
    Outcome check = machine.stario("playbook", "check");
    assertThat(check.code()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("shop is sound: 2 environments, 1 service, 3 checks.")
        .contains(
            "! the variable SHOP_WEBHOOK, with the webhook of #incidents of environment production",
            "! the file /nowhere/token, with the token of the Prometheus of environment production",
            "! the variable SHOP_DATABASE, with the address of the database main of environment"
                + " production",
            "! the variable SHOP_TOKEN, with the token of the check people can order",
            "! the program " + folder.resolve("smoke.sh") + " of the check smoke tests",
            "! the program no-such-program of the check by name");

    Path smoke = Files.writeString(folder.resolve("smoke.sh"), "#!/bin/sh\n");
    assertThat(smoke.toFile().setExecutable(true)).isTrue();
    machine
        .set("SHOP_WEBHOOK", "https://hooks.example/x")
        .set("SHOP_TOKEN", "t")
        .set("SHOP_DATABASE", "x");
    assertThat(machine.stario("playbook", "check").out())
        .doesNotContain("SHOP_", "smoke.sh")
        .contains("no-such-program");
  }

  @Test
  void a_service_is_shown_in_the_order_of_doing_with_what_one_would_type() {
    Outcome show = machine.stario("playbook", "show", "web", "-e", "staging");
    assertThat(show.code()).as(show.err()).isZero();
    assertThat(show.out())
        .containsSubsequence(
            "web in staging",
            "FEATURE_SEARCH",
            "kubectl rollout undo deployment/web -n shop-staging",
            "kubectl get pods -n shop-staging",
            "curl -fsS -X POST https://staging.example/carts",
            "curl -fsS -X POST 'https://staging.example/carts/${cart}/order'",
            "curl -fsS -X DELETE 'https://staging.example/carts/${cart}'",
            "And of the platform as a whole:",
            folder.resolve("smoke.sh").toString(),
            "stario rollback web -e staging");
  }

  @Test
  void one_of_two_environments_is_never_a_guess() {
    Outcome show = machine.stario("playbook", "show", "web");
    assertThat(show.code()).isEqualTo(2);
    assertThat(show.err()).contains("production, staging", "Name one with -e.");
  }

  @Test
  void without_a_playbook_it_is_said_where_one_was_looked_for() {
    Outcome check = new Machine(folder.resolve("empty")).stario("playbook", "check");
    assertThat(check.code()).isEqualTo(2);
    assertThat(check.err()).contains("There is no playbook.", "STARIO_PLAYBOOK");
  }

  @Test
  void the_shipped_playbook_is_sound_and_each_of_its_services_can_be_shown() throws Exception {
    machine.set(
        "STARIO_PLAYBOOK", Path.of("..", "playbooks", "stario.yaml").toRealPath().toString());
    assertThat(machine.stario("playbook", "check").out()).contains("stario is sound");
    for (String service :
        new String[] {
          "api-gateway", "video-gen", "face-similarity", "poster-gen", "regtech-filter"
        }) {
      assertThat(machine.stario("playbook", "show", service, "-e", "production").out())
          .contains("kubectl rollout undo deployment/" + service + " -n stario");
    }
  }
}
