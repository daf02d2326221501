package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code --now} nothing that only informs stands before the first change. */
class EmergencyLaneTest extends OneService {

  private static final String CHANNEL =
      "    channel:\n      name: \"#incidents\"\n      webhook: {env: SLACK_WEBHOOK}\n";

  private Silent receiver;

  @BeforeEach
  void openChannel() throws IOException {
    receiver = new Silent(() -> platform.version(POSTER));
    machine.playbook(platform.playbook(CHANNEL)).set("SLACK_WEBHOOK", receiver.address());
  }

  @AfterEach
  void closeChannel() throws IOException {
    receiver.close();
  }

  @Test
  void a_channel_that_takes_the_message_and_never_answers_holds_nothing_up() {
    Outcome rollback = machine.stario("rollback", POSTER, "--now");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.err()).contains("2 of 2 messages to #incidents not delivered");
    // It was given up on only after the change was made: nobody had waited for it until then.
    assertThat(receiver.atTheEndOfEach()).isNotEmpty().containsOnly("v1.2.3");
  }

  @Test
  void a_bot_that_gets_no_answer_holds_nothing_up() throws IOException {
    String bot =
        "    channel:\n      name: \"#incidents\"\n      slack: {channel: C1, token: {env:"
            + " SLACK_TOKEN}, api: \""
            + receiver.address()
            + "\"}\n";
    machine.playbook(platform.playbook(bot)).set("SLACK_TOKEN", "xoxb-1");

    Outcome rollback = machine.stario("rollback", POSTER, "--now");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.err()).contains("4 of 4 messages to #incidents not delivered");
    assertThat(receiver.atTheEndOfEach()).isNotEmpty().containsOnly("v1.2.3");
  }

  @Test
  void runs_that_others_have_left_are_not_looked_for_before() {
    assertThat(machine.unset("SLACK_WEBHOOK").stario("rollback", POSTER, "--now").code()).isZero();
    runs.leave(LEFT, 2);
    runs.markAsLeft(LEFT);

    assertThat(to("v1.2.4", "--yes").err()).contains("run 1122-lefty");
    assertThat(to("v1.2.3", "--now").err()).doesNotContain("1122-lefty");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
  }

  private Outcome to(String version, String agreed) {
    return machine.stario(
        "rollback", POSTER, agreed, "--override-verdict", "a drill", "--to-version", version);
  }

  /** Takes connections and requests, answers none, and notes how things stand when each ends. */
  private static final class Silent implements AutoCloseable {

    private final ServerSocket server;
    private final Supplier<String> standing;
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new CopyOnWriteArrayList<>();

    Silent(Supplier<String> standing) throws IOException {
      this.standing = standing;
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    }

    String address() {
      return "http://127.0.0.1:" + server.getLocalPort() + "/services/x";
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          readers.add(Thread.ofVirtual().start(() -> read(socket)));
        } catch (IOException e) {
          return; // closed
        }
      }
    }

    private void read(Socket socket) {
      try (socket) {
        var _ = socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // Broken off is an end, too.
      }
      ends.add(standing.get());
    }

    /** What was so at the end of each connection; waits for those that were begun. */
    List<String> atTheEndOfEach() {
      try {
        for (Thread reader : readers) {
          assertThat(reader.join(Platform.PATIENCE)).isTrue();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return ends;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
