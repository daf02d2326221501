package uz.stario.rollback.app.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;

/** No gate lets a secret through, and none changes what is no secret. */
class GatesTest {

  private static final String SECRET = "tok-4711-abcdef";

  private final Redactor redactor = new Redactor();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out =
      RedactedStream.over(new PrintStream(bytes, true, UTF_8), redactor);

  @BeforeEach
  void learn() {
    redactor.learn(SECRET);
  }

  private String shown() {
    return bytes.toString(UTF_8);
  }

  @Test
  void a_line_put_together_of_pieces_is_looked_at_whole() {
    out.print("token ");
    out.print("tok-4711");
    out.print("-abcdef is old");
    assertThat(shown()).isEmpty();
    out.println();

    assertThat(shown()).isEqualTo("token •••• is old" + System.lineSeparator());
  }

  @Test
  void what_is_flushed_before_its_line_ends_comes_at_once() {
    out.print("Go on? " + SECRET);
    out.flush();

    assertThat(shown()).isEqualTo("Go on? ••••");
  }

  @Test
  void what_is_no_secret_comes_as_it_was_written() throws IOException {
    byte[] written = {'a', (byte) 0xFF, '\n', '\r', (byte) 0xC3, (byte) 0xB6, 0, '\n', 'b'};
    out.write(written);
    out.flush();

    assertThat(bytes.toByteArray()).isEqualTo(written);
  }

  @Test
  void a_private_key_is_hidden_over_all_of_its_lines() {
    out.println("before");
    out.println("-----BEGIN RSA PRIVATE KEY-----");
    out.println("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC");
    out.println("c2VjcmV0");
    out.println("-----END RSA PRIVATE KEY-----");
    out.println("after");

    assertThat(shown().lines()).containsExactly("before", "••••", "after");
  }

  @Test
  void whoever_prints_learns_that_nobody_takes_it() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    PrintStream broken = RedactedStream.over(new PrintStream(full, false, UTF_8), redactor);
    broken.println("x");

    assertThat(broken.checkError()).isTrue();
  }

  @Test
  void a_message_is_posted_without_secrets_in_any_of_its_parts() {
    List<Message> posted = new ArrayList<>();
    Notifier channel =
        new Notifier() {
          @Override
          public void post(RunId run, Message message) {
            posted.add(message);
          }

          @Override
          public void close() {}

          @Override
          public String undelivered() {
            return "not delivered: " + SECRET;
          }
        };
    Notifier gate = new RedactedNotifier(channel, redactor);

    gate.post(
        new RunId("0131-k3f9m"),
        new Message(
            Message.Kind.INCOMPLETE,
            "title " + SECRET,
            List.of(new Field("Reason", "reason " + SECRET)),
            "status " + SECRET,
            "closing " + SECRET,
            List.of("detail " + SECRET)));

    assertThat(posted)
        .containsExactly(
            new Message(
                Message.Kind.INCOMPLETE,
                "title ••••",
                List.of(new Field("Reason", "reason ••••")),
                "status ••••",
                "closing ••••",
                List.of("detail ••••")));
    assertThat(gate.undelivered()).isEqualTo("not delivered: ••••");
  }
}
