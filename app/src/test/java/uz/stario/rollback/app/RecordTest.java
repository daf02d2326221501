package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told, and what is kept of it. */
class RecordTest {

  private static final String GATEWAY = "api-gateway";
  private static final String CHANNEL =
      "    channel:\n      name: \"#incidents\"\n      webhook: {env: SLACK_WEBHOOK}\n";

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private Machine withChannel(String webhook) throws Exception {
    return platform.machine().playbook(platform.playbook(CHANNEL)).set("SLACK_WEBHOOK", webhook);
  }

  @Test
  void the_channel_is_told_before_and_after() throws Exception {
    List<String> posts = new CopyOnWriteArrayList<>();
    HttpServer slack =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slack.createContext(
        "/hook",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    slack.start();
    try {
      Outcome rollback =
          withChannel("http://127.0.0.1:" + slack.getAddress().getPort() + "/hook")
              .stario("rollback", GATEWAY, "--now", "--reason", "errors since 10:04");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      assertThat(posts).hasSize(2);
      assertThat(posts.getFirst()).contains("ROLLBACK IN PROGRESS", "errors since 10:04", GATEWAY);
      assertThat(posts.getLast()).contains("ROLLBACK COMPLETE", "v1.2.3");
    } finally {
      slack.stop(0);
    }
  }

  @Test
  void a_channel_that_can_not_be_told_is_named_in_the_end_and_its_address_is_not()
      throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Outcome rollback =
        withChannel("http://127.0.0.1:" + port + "/services/SECRET")
            .stario("rollback", GATEWAY, "--now");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.err()).contains("#incidents");
    assertThat(rollback.out() + rollback.err()).doesNotContain("SECRET");
  }

  @Test
  void a_channel_whose_webhook_is_not_set_does_not_hold_a_rollback_up() throws Exception {
    Outcome rollback = withChannel("x").unset("SLACK_WEBHOOK").stario("rollback", GATEWAY, "--now");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.err()).contains("#incidents was not told", "SLACK_WEBHOOK");
  }

  @Test
  void a_run_that_could_not_begin_is_not_announced() throws Exception {
    List<String> posts = new CopyOnWriteArrayList<>();
    HttpServer slack =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slack.createContext(
        "/hook",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    slack.start();
    try {
      Machine machine = withChannel("http://127.0.0.1:" + slack.getAddress().getPort() + "/hook");
      machine.set("STARIO_STATE", machine.file("taken", "").resolve("state").toString());

      Outcome rollback = machine.stario("rollback", GATEWAY, "--now");

      assertThat(rollback.code()).isEqualTo(1);
      assertThat(posts).isEmpty();
    } finally {
      slack.stop(0);
    }
  }

  @Test
  void the_next_run_of_the_same_services_says_when_it_should_be_done() throws Exception {
    Machine machine = platform.equipped();
    assertThat(machine.stario("rollback", GATEWAY, "--yes").out()).contains("no past run to go by");
    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);

    assertThat(machine.stario("rollback", GATEWAY, "--yes").out())
        .containsPattern("ETA +\\d{4}-\\d\\d-\\d\\d .*, as past runs took \\d+ s");
  }

  @Test
  void runs_are_listed_and_shown_by_the_beginning_of_their_name() throws Exception {
    Machine machine = platform.equipped();
    machine.stario("rollback", GATEWAY, "--yes", "--reason", "first");
    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);
    machine.stario("rollback", GATEWAY, "--yes");
    String list = machine.stario("runs").out();
    String newest = list.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];

    assertThat(list.lines()).hasSize(3);
    assertThat(machine.stario("runs", "--limit", "1").out().lines()).hasSize(2);
    Outcome whole = machine.stario("show", newest);
    assertThat(whole.code()).isZero();
    assertThat(whole.out()).contains("Run " + newest, "✓ rolled back and verified");
    assertThat(machine.stario("show", newest.substring(0, newest.length() - 1)).out())
        .isEqualTo(whole.out());
    Outcome ambiguous = machine.stario("show", newest.substring(0, 4));
    assertThat(ambiguous.code()).isEqualTo(2);
    assertThat(ambiguous.err()).contains("More than one run", newest);
    Outcome unknown = machine.stario("show", "nothing-like-it");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("There is no run", "run-not-found");
    assertThat(machine.stario("show", "%").err()).contains("There is no run");
  }

  @Test
  void history_shows_what_changed_from_one_revision_to_another() throws Exception {
    Outcome diff = platform.equipped().stario("history", GATEWAY, "--diff", "1", "2");

    assertThat(diff.code()).isZero();
    assertThat(diff.out()).contains("image", "api-gateway:v1.2.3", "api-gateway:v1.2.4");
  }
}
