package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.sandbox.platform.Flaw;
import uz.stario.rollback.testkit.slack.Fault;
import uz.stario.rollback.testkit.slack.SlackReceiver;
import uz.stario.rollback.testkit.slack.SlackReceiver.Standing;

/** What a Slack app's bot shows of a rollback, and what a dead Slack costs. */
class SlackTest extends OneService {

  private final SlackReceiver slack = new SlackReceiver();

  @AfterEach
  void closeSlack() {
    slack.close();
  }

  private void channelAt(String api, String messages) throws IOException {
    machine
        .playbook(
            platform.playbook(
                """
                    channel:
                      name: "#incidents"
                      slack: { channel: C0INCIDENT, token: { env: SLACK_TOKEN }, api: "%s" }
                """
                        .formatted(api)
                    + messages))
        .set("SLACK_TOKEN", SlackReceiver.TOKEN);
  }

  @Test
  void a_rollback_is_one_message_with_a_thread() throws IOException {
    channelAt(slack.api().toString(), "");

    Outcome rollback =
        machine.stario(
            "rollback", POSTER, "--now", "--reason", "<!channel> errors", "--impact", "no posters");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.err()).doesNotContain("#incidents");
    Standing root = slack.standing().getFirst();
    assertThat(slack.taken().getFirst().toString())
        .contains("ROLLBACK IN PROGRESS", "&lt;!channel&gt; errors", "no posters", "stario watch");
    assertThat(root.payload().toString())
        .contains("ROLLBACK COMPLETE", "All systems operational", "to be set");
    assertThat(slack.standing().subList(1, 3)).allMatch(reply -> reply.thread().equals(root.ts()));
    assertThat(slack.standing()).hasSize(3);
  }

  @Test
  void the_playbooks_own_words_take_the_place_of_the_usual_ones() throws IOException {
    channelAt(
        slack.api().toString(),
        """
              messages:
                complete:
                  title: "${services} is back at ${to}"
                  fields: { Aftermath: "${postMortem}" }
        """);

    Outcome rollback = machine.stario("rollback", POSTER, "--yes", "--post-mortem", "Monday");

    assertThat(rollback.out()).contains("poster-gen is back at v1.2.3", "Aftermath  Monday");
    assertThat(slack.standing().getFirst().payload().toString())
        .contains("poster-gen is back at v1.2.3", "Monday")
        .doesNotContain("ROLLBACK COMPLETE");
  }

  @Test
  void who_takes_a_run_up_changes_the_message_of_the_process_that_was_killed() throws Exception {
    channelAt(slack.api().toString(), "");
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.NeverReady());
    Process process = machine.start("rollback", POSTER, "--yes", "--timeout", "60s");
    Machine.until(process.inputReader(UTF_8), "new replicas are updated");
    awaitStanding(2);
    process.destroyForcibly().waitFor();

    Outcome abort = machine.stario("abort", runs.newest());

    assertThat(abort.code()).as(abort.out() + abort.err()).isEqualTo(5);
    List<Standing> roots =
        slack.standing().stream().filter(message -> message.thread().isEmpty()).toList();
    assertThat(roots).singleElement().asString().contains("ROLLBACK NOT COMPLETE");
    assertThat(slack.standing()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hangs", "resets", "refuses", "unresolvable", "archived", "no token"})
  void a_dead_slack_changes_nothing_of_a_rollback_and_is_named_at_its_end(String how)
      throws IOException {
    channelAt(
        switch (how) {
          case "refuses" -> "http://127.0.0.1:" + nobody() + "/api";
          case "unresolvable" -> "https://slack.invalid/api";
          default -> slack.api().toString();
        },
        "");
    switch (how) {
      case "hangs" -> slack.always(new Fault.Hangs());
      case "resets" -> slack.always(new Fault.Resets());
      case "archived" -> slack.always(new Fault.Refused("is_archived"));
      case "no token" -> machine.unset("SLACK_TOKEN");
      default -> {}
    }

    Outcome rollback = machine.stario("rollback", POSTER, "--now");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(rollback.err())
        .contains(how.equals("no token") ? "#incidents was not told" : "messages to #incidents not")
        .doesNotContain(SlackReceiver.TOKEN);
  }

  private static int nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStanding(int messages) {
    Instant deadline = Instant.now().plus(Platform.PATIENCE);
    while (slack.standing().size() < messages) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
