package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/** What becomes of every end of a command, and of none, that an API server can tell. */
class PodCommandAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String POD = Scenes.servingPod("api-2-a", "app", "proxy");

  private Optional<ExecServer> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(ExecServer::close);
  }

  @Test
  void the_request_names_the_pod_the_first_container_and_the_words() {
    serve(session -> {
      session.upgrade();
      session.success();
      session.close();
    });

    assertThat(run(AMPLE, "ls", "/models/a b")).isEqualTo(ended(0));

    assertThat(opened.orElseThrow().asked())
        .singleElement()
        .asString()
        .startsWith(
            "GET /api/v1/namespaces/stario/pods/api-2-a/exec?stdout=true&stderr=true&container=app"
                + "&command=ls&command=%2Fmodels%2Fa%20b HTTP/1.1")
        .contains("Sec-WebSocket-Protocol: v5.channel.k8s.io, v4.channel.k8s.io")
        .contains("Authorization: Bearer s3cr3t");
  }

  @Test
  void a_server_that_leaves_the_connection_open_after_the_status_is_not_waited_for() {
    serve(session -> {
      session.upgrade();
      session.send(1, new byte[0]);
      session.send(1, "two li");
      session.send(2, "complaint\n");
      session.send(1, "nes\nrest");
      session.send(3, "{\"metadata\":{},\"status\":");
      session.send(3, "\"Success\"}");
      session.hang();
    });

    assertThat(run(AMPLE, "ls")).isEqualTo(ended(0, "complaint", "two lines", "rest"));
  }

  @Test
  void an_exit_code_is_read_from_the_status() {
    serve(session -> {
      session.upgrade();
      session.send(
          3,
          "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"command terminated"
              + " with non-zero exit code\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\","
              + "\"message\":\"137\"}]}}");
    });

    assertThat(run(AMPLE, "ls")).isEqualTo(ended(137));
  }

  @Test
  void what_the_runtime_cannot_start_is_not_run() {
    serve(session -> {
      session.upgrade();
      session.send(
          3,
          "{\"status\":\"Failure\",\"reason\":\"InternalError\",\"code\":500,\"message\":\"Internal"
              + " error occurred: OCI runtime exec failed: exec: \\\"/x\\\": permission denied\"}");
    });
    assertThat(notRun(AMPLE)).isEqualTo("it is not executable in the container");
  }

  @Test
  void a_status_that_tells_nothing_is_no_success() {
    serve(session -> {
      session.upgrade();
      session.send(3, "{}");
    });
    assertThat(notRun(AMPLE)).isEqualTo("how it ended is not told");
  }

  @Test
  void a_missing_permission_is_named() {
    serve(session ->
        session.reply(
            403,
            "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"pods is forbidden: User"
                + " \\\"dev\\\" cannot create resource\\n\\\"pods/exec\\\"\",\"code\":403}"));

    assertThat(notRun(AMPLE))
        .isEqualTo(
            "no permission for pods/exec, which takes the verbs get and create: pods is forbidden:"
                + " User \"dev\" cannot create resource \"pods/exec\"");
  }

  @Test
  void a_pod_that_has_gone_since_it_was_listed_is_told() {
    serve(session -> session.reply(404, "{\"kind\":\"Status\",\"message\":\"not found\"}"));
    assertThat(notRun(AMPLE)).isEqualTo("the pod is gone");
  }

  @Test
  void a_proxy_that_lets_no_websocket_through_is_quoted() {
    serve(session -> session.reply(502, "<html>Bad gateway</html>"));
    assertThat(notRun(AMPLE)).contains("502", "Bad gateway");
  }

  @Test
  void an_answer_that_is_no_websocket_is_not_run() {
    serve(session -> session.reply(200, "{\"kind\":\"Status\"}"));
    assertThat(notRun(AMPLE)).isNotEmpty();
  }

  @Test
  void a_command_that_hangs_is_left_with_what_it_wrote() {
    serve(session -> {
      session.upgrade();
      session.send(1, "working\n");
      session.hang();
    });

    assertThat(run(Duration.ofSeconds(3), "sleep"))
        .isEqualTo(new CommandOutcome.StoppedLate(List.of("working")));
  }

  @Test
  void a_server_that_does_not_answer_exec_in_time_is_told_from_a_command_that_hangs() {
    serve(ExecServer.Session::hang);
    assertThat(notRun(Duration.ofSeconds(2))).isEqualTo("the API server did not answer in time");
  }

  @Test
  void a_connection_that_drops_before_a_status_tells_of_no_end() {
    serve(session -> {
      session.upgrade();
      session.send(1, "half\n");
    });

    assertThat(run(AMPLE, "ls"))
        .isEqualTo(
            new CommandOutcome.NotRun(
                "the connection ended before the command was known to have", List.of("half")));
  }

  @Test
  void a_close_before_a_status_tells_of_no_end() {
    serve(session -> {
      session.upgrade();
      session.close();
      session.hang();
    });

    assertThat(notRun(AMPLE)).startsWith("the connection ended");
  }

  @Test
  void of_100_mb_the_end_is_kept() {
    byte[] block = ("x".repeat(1023) + "\n").repeat(32).getBytes(UTF_8);
    serve(session -> {
      session.upgrade();
      for (int i = 0; i < 100 * 32; i++) {
        session.send(1, block);
      }
      session.send(1, "the end\n");
      session.success();
    });

    CommandOutcome outcome = run(AMPLE, "yes");

    assertThat(outcome).isInstanceOf(CommandOutcome.Ended.class);
    assertThat(outcome.lines()).hasSize(Checked.MOST_LINES).endsWith("the end");
  }

  @Test
  void a_line_without_an_end_and_bytes_that_are_no_text_take_no_space() {
    byte[] block = new byte[64 * 1024];
    Arrays.fill(block, (byte) 0xff);
    serve(session -> {
      session.upgrade();
      for (int i = 0; i < 50 * 16; i++) {
        session.send(1, block);
      }
      session.success();
    });

    assertThat(run(AMPLE, "cat")).isEqualTo(ended(0, "\ufffd".repeat(LogLine.LONGEST)));
  }

  @Test
  void a_command_that_writes_without_end_is_left() throws Exception {
    byte[] block = new byte[1024 * 1024];
    CountDownLatch left = new CountDownLatch(1);
    serve(session -> {
      session.upgrade();
      try {
        while (true) {
          session.send(1, block);
        }
      } finally {
        left.countDown();
      }
    });

    assertThat(notRun(AMPLE)).isEqualTo("it wrote more than 256 MiB and was left");
    assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_pod_that_is_not_ready_is_not_entered_and_another_is() {
    opened =
        Optional.of(
            new ExecServer(
                Scenes.list(
                    Scenes.runningPod("api-2-0", "rs-2", false),
                    Scenes.servingPod("api-1-0", "app").replace("rs-2", "rs-1"),
                    POD),
                session -> {
                  session.upgrade();
                  session.success();
                }));

    assertThat(run(AMPLE, "true")).isEqualTo(ended(0));
    assertThat(opened.orElseThrow().asked())
        .singleElement()
        .asString()
        .contains("/pods/api-2-a/exec");
  }

  private void serve(ExecServer.Answering exec) {
    opened = Optional.of(new ExecServer(Scenes.list(POD), exec));
  }

  private String notRun(Duration limit) {
    CommandOutcome outcome = run(limit, "ls");
    assertThat(outcome).isInstanceOf(CommandOutcome.NotRun.class);
    return ((CommandOutcome.NotRun) outcome).why();
  }

  private CommandOutcome run(Duration limit, String... command) {
    try (KubernetesWorkloads workloads =
        HttpAnswersTest.connect(opened.orElseThrow().url(), Duration.ofSeconds(30))) {
      return workloads
          .commands()
          .run(
              new ExecCheck(
                  "in the pod", API, Optional.empty(), List.of(command), Optional.empty(), limit));
    }
  }

  private static CommandOutcome ended(int code, String... lines) {
    return new CommandOutcome.Ended(code, List.of(lines));
  }
}
