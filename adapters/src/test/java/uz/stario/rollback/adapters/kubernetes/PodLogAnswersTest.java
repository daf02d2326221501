package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.port.PodLogs.Reading;
import uz.stario.rollback.port.PodLogs.Which;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.release.WorkloadRef;

/** What becomes of every log, and of none, that an API server can give. */
class PodLogAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Instant FROM = Instant.parse("2026-01-02T03:04:05.5Z");
  private static final String STAMP = "2026-01-02T03:04:06.123456789Z ";
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final long MIB = 1024 * 1024;
  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}";

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));
  private final PodLogs logs = workloads.logs();
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void one_deployment() {
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
    server.on("GET", "/replicasets", 200, Scenes.replicaSets());
  }

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  @Test
  void lines_are_given_without_their_times_and_those_of_before_are_left_out() {
    pods(Scenes.servingPod("api-2-a", "app"));
    log(
        "api-2-a",
        "2026-01-02T03:04:05.4Z in the same second, before\n"
            + "2026-01-02T03:04:05.5Z just then\n"
            + "2026-01-02T06:04:06.123456789+03:00 later\r\n"
            + STAMP
            + "\n"
            + STAMP
            + "without an end");

    assertThat(read()).isEqualTo(new Reading.Whole(4));

    assertThat(lines).containsExactly("just then", "later", "", "without an end");
    assertThat(server.asked("GET").getLast().query())
        .contains("container=app", "timestamps=true", "sinceTime=2026-01-02T03:04:05Z")
        .doesNotContain("follow", "previous");
  }

  @Test
  void all_containers_of_all_pods_are_asked_and_pods_of_others_are_not() {
    pods(
        Scenes.servingPod("api-2-a", "app", "proxy"),
        Scenes.servingPod("api-2-b", "app"),
        Scenes.runningPod("api-1-c", "rs-1", true),
        Scenes.runningPod("stranger", "rs-9", true));
    log("api-2-a", STAMP + "a\n");
    log("api-2-b", STAMP + "b\n");

    assertThat(read()).isEqualTo(new Reading.Whole(3));

    assertThat(lines).containsExactlyInAnyOrder("a", "a", "b");
    assertThat(workloads.requests().of("get", "pods/log")).isEqualTo(3);
  }

  @Test
  void a_log_has_a_connection_of_its_own_so_that_it_holds_up_no_change() {
    Set<Integer> listing = ConcurrentHashMap.newKeySet();
    Set<Integer> reading = ConcurrentHashMap.newKeySet();
    server.on(
        "GET",
        "/pods",
        exchange -> {
          listing.add(exchange.getRemoteAddress().getPort());
          ScriptedServer.reply(exchange, 200, Scenes.list(Scenes.servingPod("api-2-a", "app")));
        });
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange -> {
          reading.add(exchange.getRemoteAddress().getPort());
          stream(exchange, out -> out.write((STAMP + "a\n").getBytes(UTF_8)));
        });

    for (int i = 0; i < 3; i++) {
      assertThat(read()).isEqualTo(new Reading.Whole(1));
    }

    assertThat(listing).hasSize(1);
    assertThat(reading).hasSize(1).doesNotContainAnyElementsOf(listing);
  }

  @Test
  void a_flood_is_read_to_its_bound_and_no_further() throws Exception {
    pods(Scenes.servingPod("api-2-a", "app"));
    byte[] line = (STAMP + "flood ".repeat(20) + "\n").getBytes(UTF_8);
    AtomicLong sent = new AtomicLong();
    CountDownLatch over = new CountDownLatch(1);
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange -> {
          try {
            stream(
                exchange,
                out -> {
                  while (sent.get() < 100 * MIB) {
                    out.write(line);
                    sent.addAndGet(line.length);
                  }
                });
          } finally {
            over.countDown();
          }
        });
    AtomicLong taken = new AtomicLong();

    Reading reading = read(AMPLE, _ -> taken.incrementAndGet());

    assertThat(why(reading)).isEqualTo("api-2-a/app wrote more than 16384 KiB");
    assertThat(taken.get()).isEqualTo(16 * MIB / line.length);
    assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sent.get()).isLessThan(100 * MIB);
  }

  @Test
  void the_bound_is_asked_of_the_server_too_and_a_line_that_it_cuts_off_is_left_out() {
    pods(Scenes.servingPod("api-2-a", "app"), Scenes.servingPod("api-2-b", "app"));
    String line = STAMP + "x".repeat(1000 - STAMP.length() - 1) + "\n";
    int share = (int) (8 * MIB);
    log("api-2-a", line.repeat(share / 1000 + 1).substring(0, share + 1));
    log("api-2-b", STAMP + "b\n");

    assertThat(why(read())).isEqualTo("api-2-a/app wrote more than 8192 KiB");

    assertThat(lines).contains("b").hasSize(share / 1000 + 1);
    assertThat(server.asked("GET").getLast().query()).contains("limitBytes=" + (share + 1));
  }

  @Test
  void a_log_that_never_ends_is_left_when_time_is_up() {
    pods(Scenes.servingPod("api-2-a", "app"), Scenes.servingPod("api-2-b", "app"));
    log("api-2-a", STAMP + "well\n");
    CountDownLatch closing = new CountDownLatch(1);
    server.on(
        "GET",
        "/pods/api-2-b/log",
        exchange ->
            stream(
                exchange,
                out -> {
                  out.write((STAMP + "so far\n").getBytes(UTF_8));
                  out.flush();
                  hold(closing);
                }));

    Reading reading = read(Duration.ofSeconds(3), lines::add);
    closing.countDown();

    assertThat(why(reading)).isEqualTo("time was up before all lines had come");
    assertThat(lines).containsExactlyInAnyOrder("well", "so far");
  }

  @Test
  void a_server_that_does_not_list_the_pods_is_left_when_time_is_up() {
    server.on("GET", "/pods", server.silence());

    assertThat(why(read(Duration.ofMillis(300), lines::add)))
        .isEqualTo("the API server did not list the pods in time");
  }

  @Test
  void a_line_of_50_mb_without_an_end_is_no_line() {
    pods(Scenes.servingPod("api-2-a", "app"));
    byte[] chunk = "x".repeat(1024 * 1024).getBytes(UTF_8);
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange ->
            stream(
                exchange,
                out -> {
                  out.write((STAMP + "before\n" + STAMP).getBytes(UTF_8));
                  for (int i = 0; i < 50; i++) {
                    out.write(chunk);
                  }
                }));

    assertThat(why(read())).contains("wrote more than");
    assertThat(lines).containsExactly("before");
  }

  @Test
  void a_long_line_is_cut_off() {
    pods(Scenes.servingPod("api-2-a", "app"));
    log("api-2-a", STAMP + "ü".repeat(5_000_000) + "\n" + STAMP + "after\n");

    assertThat(read()).isEqualTo(new Reading.Whole(2));
    assertThat(lines).containsExactly("ü".repeat(LogLine.LONGEST), "after");
  }

  @Test
  void bytes_that_are_no_text_are_shown_as_such() {
    pods(Scenes.servingPod("api-2-a", "app"));
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange ->
            stream(
                exchange,
                out -> {
                  out.write(STAMP.getBytes(UTF_8));
                  out.write(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 0, 'b', '\n'});
                }));

    assertThat(read()).isEqualTo(new Reading.Whole(1));
    assertThat(lines).containsExactly("a\ufffd\ufffd\u0000b");
  }

  @Test
  void a_pod_that_has_gone_since_it_was_listed_is_missing() {
    pods(Scenes.servingPod("api-2-a", "app"), Scenes.servingPod("api-2-b", "app"));
    log("api-2-a", STAMP + "a\n");
    server.on("GET", "/pods/api-2-b/log", 404, STATUS.formatted("NotFound", "not found", 404));

    assertThat(read()).isEqualTo(new Reading.Partial(1, "pod api-2-b is gone"));
  }

  @Test
  void a_container_that_waits_to_start_has_written_nothing() {
    pods(Scenes.servingPod("api-2-a", "app"));
    server.on(
        "GET",
        "/pods/api-2-a/log",
        400,
        STATUS.formatted(
            "BadRequest",
            "container \\\"app\\\" in pod \\\"api-2-a\\\" is waiting to start: ContainerCreating",
            400));

    assertThat(read()).isEqualTo(new Reading.Whole(0));
    assertThat(logs.last(API, 3)).isEqualTo(Answer.given(List.of()));
  }

  @Test
  void what_ran_before_a_restart_is_read_first() {
    pods(restarted("running", 1, "2026-01-02T03:00:00Z", "2026-01-02T03:05:00Z"));
    previousThenPresent(STAMP + "died\n", STAMP + "again\n");

    assertThat(read()).isEqualTo(new Reading.Whole(2));
    assertThat(lines).containsExactly("died", "again");
  }

  @Test
  void while_a_container_waits_its_former_run_is_read_once() {
    pods(restarted("waiting", 1, "2026-01-02T03:00:00Z", "2026-01-02T03:05:00Z"));
    log("api-2-a", STAMP + "died\n");

    assertThat(read()).isEqualTo(new Reading.Whole(1));
    assertThat(server.asked("GET").getLast().query()).contains("previous=true");
  }

  @Test
  void a_run_that_ended_before_is_not_asked_for() {
    pods(restarted("running", 5, "2026-01-02T02:00:00Z", "2026-01-02T03:00:00Z"));
    log("api-2-a", STAMP + "now\n");

    assertThat(read()).isEqualTo(new Reading.Whole(1));
    assertThat(server.asked("GET").getLast().query()).doesNotContain("previous");
  }

  @Test
  void runs_whose_logs_are_not_kept_are_missing() {
    pods(restarted("running", 3, "2026-01-02T03:04:30Z", "2026-01-02T03:05:00Z"));
    log("api-2-a", STAMP + "now\n");

    assertThat(why(read())).startsWith("api-2-a/app restarted more than once");
  }

  @Test
  void a_former_run_whose_log_is_gone_is_missing() {
    pods(restarted("running", 1, "2026-01-02T03:00:00Z", "2026-01-02T03:05:00Z"));
    server.on(
        "GET",
        "/pods/api-2-a/log",
        400,
        STATUS.formatted(
            "BadRequest",
            "previous terminated container \\\"app\\\" in pod \\\"api-2-a\\\" not found",
            400));
    log("api-2-a", STAMP + "now\n");

    assertThat(why(read())).startsWith("previous terminated container \"app\"");
    assertThat(lines).containsExactly("now");
  }

  @Test
  void what_the_kubelet_says_instead_of_a_log_is_no_line_of_it() {
    pods(Scenes.servingPod("api-2-a", "app"));
    log("api-2-a", STAMP + "a\n" + "unable to retrieve container logs for containerd://4f2");

    assertThat(read())
        .isEqualTo(
            new Reading.Partial(
                1, "api-2-a/app: unable to retrieve container logs for containerd://4f2"));
  }

  @Test
  void a_connection_that_is_lost_amid_a_log_leaves_what_came_whole() {
    pods(Scenes.servingPod("api-2-a", "app"));
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write((STAMP + "a\n" + STAMP + "hal").getBytes(UTF_8));
          exchange.getResponseBody().flush();
          exchange.close();
        });

    assertThat(read())
        .isEqualTo(new Reading.Partial(1, "the connection was lost amid the log of api-2-a/app"));
    assertThat(lines).containsExactly("a");
  }

  @Test
  void a_missing_permission_refuses_and_names_it() {
    pods(Scenes.servingPod("api-2-a", "app"));
    server.on(
        "GET", "/pods/api-2-a/log", 403, STATUS.formatted("Forbidden", "pods is forbidden", 403));

    assertThat(read())
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.FORBIDDEN);
              assertThat(refused.problem().next()).contains("`get` on `pods/log`");
            });
    assertThat(logs.last(API, 3)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void where_one_node_does_not_answer_the_others_are_read() {
    pods(Scenes.servingPod("api-2-a", "app"), Scenes.servingPod("api-2-b", "app"));
    log("api-2-a", STAMP + "a\n");
    server.on(
        "GET",
        "/pods/api-2-b/log",
        500,
        STATUS.formatted("InternalError", "Get https://10.0.0.9:10250: no route to host", 500));

    Reading reading = read();

    assertThat(why(reading)).contains("500", "no route to host");
    assertThat(lines).containsExactly("a");
  }

  @Test
  void no_line_is_given_after_the_reading_has_ended() throws Exception {
    pods(Scenes.servingPod("api-2-a", "app"));
    CountDownLatch sent = new CountDownLatch(1);
    server.on(
        "GET",
        "/pods/api-2-a/log",
        exchange ->
            stream(
                exchange,
                out -> {
                  try {
                    for (int i = 0; i < 1_000_000; i++) {
                      out.write((STAMP + i + "\n").getBytes(UTF_8));
                      out.flush();
                    }
                  } finally {
                    sent.countDown();
                  }
                }));

    Reading _ = read(Duration.ofMillis(500), lines::add);
    int then = lines.size();

    assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lines).hasSize(then);
  }

  @Test
  void a_reader_that_fails_is_not_hidden() {
    pods(Scenes.servingPod("api-2-a", "app"));
    log("api-2-a", STAMP + "a\n");

    assertThatThrownBy(() ->
            read(
                AMPLE,
                _ -> {
                  throw new ArithmeticException("a bug");
                }))
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void the_last_lines_are_those_of_the_run_that_crashed_and_its_pod_comes_first() {
    pods(
        Scenes.servingPod("api-2-a", "app"),
        restarted("waiting", 4, "2026-01-02T03:00:00Z", "2026-01-02T03:05:00Z")
            .replace("api-2-a", "api-2-z"));
    log("api-2-a", "well\n");
    log("api-2-z", "one\ntwo\nthree\n");

    assertThat(logs.last(API, 2))
        .isEqualTo(Answer.given(List.of("api-2-z: two", "api-2-z: three", "api-2-a: well")));
    assertThat(
            server.asked("GET").stream()
                .filter(asked -> asked.path().endsWith("/api-2-z/log"))
                .map(ScriptedServer.Asked::query))
        .containsExactly("container=app&previous=true&tailLines=2");
  }

  @Test
  void where_the_crashed_run_left_no_log_the_present_one_is_read() {
    pods(restarted("waiting", 4, "2026-01-02T03:00:00Z", "2026-01-02T03:05:00Z"));
    server.on("GET", "/pods/api-2-a/log", 400, STATUS.formatted("BadRequest", "not found", 400));
    log("api-2-a", "now\n");

    assertThat(logs.last(API, 2)).isEqualTo(Answer.given(List.of("now")));
  }

  @Test
  void last_lines_hide_what_looks_like_a_secret() {
    pods(Scenes.servingPod("api-2-a", "app"));
    log("api-2-a", "password=hunter2hunter2\n");

    assertThat(logs.last(API, 2).toString()).contains("password=").doesNotContain("hunter2");
  }

  private void pods(String... pods) {
    server.on("GET", "/pods", 200, Scenes.list(pods));
  }

  private void log(String pod, String text) {
    server.on(
        "GET",
        "/pods/" + pod + "/log",
        exchange -> stream(exchange, out -> out.write(text.getBytes(UTF_8))));
  }

  private void previousThenPresent(String former, String present) {
    log("api-2-a", former);
    log("api-2-a", present);
  }

  /** Pod api-2-a, whose container has crashed. */
  private static String restarted(String state, int restarts, String began, String ended) {
    return """
    {"metadata": {"name": "api-2-a", "ownerReferences": [
       {"uid": "rs-2", "kind": "ReplicaSet", "name": "api-2", "controller": true}]},
     "spec": {"containers": [{"name": "app"}]},
     "status": {"phase": "Running", "containerStatuses": [
       {"name": "app", "restartCount": %d, "state": {"%s": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 1, "startedAt": "%s", "finishedAt": "%s"}}}]}}
    """
        .formatted(restarts, state, began, ended);
  }

  /** Writes a body. */
  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static void stream(HttpExchange exchange, Body body) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      body.write(out);
    }
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reading read() {
    return read(AMPLE, lines::add);
  }

  private Reading read(Duration limit, Consumer<String> line) {
    return logs.read(API, Which.PRESENT, FROM, limit, line);
  }

  private static String why(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Partial.class);
    return ((Reading.Partial) reading).why();
  }
}
