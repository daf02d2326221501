package uz.stario.rollback.sandbox.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
  private static final Container CONTAINER =
      new Container(
          Map.of("A", "one", "B", "two words"),
          new TreeMap<>(Map.of("/etc/hostname", "p\n", "/conf/.hidden", "h", "/conf/key", "v")),
          "p",
          () -> Instant.parse("2026-01-02T03:04:05Z"),
          (method, host, port, path, body) -> {
            if (!host.equals("localhost")) {
              throw new UnknownHostException(host);
            }
            return port == 8080
                ? Optional.of(
                    new Container.Reply(
                        path.equals("/missing") ? 404 : 200, "text/plain", method + path + body))
                : Optional.empty();
          },
          (command, out, err) -> {
            if (!command.getFirst().equals("redis-queue")) {
              return OptionalInt.empty();
            }
            out.println("asked to " + command.get(1));
            return OptionalInt.of(3);
          });

  private record Ran(int code, String out, String err) {}

  private static Ran run(String input, String... words) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Shell(CONTAINER)
            .run(
                List.of(words),
                new Streams(new ByteArrayInputStream(input.getBytes(UTF_8)), out, err, false));
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        "echo  a   b | 0 | a b",
        "echo \"a   $A\" '$A' ${B}x \\$A | 0 | a   one $A two wordsx $A",
        "echo a && echo b; false || echo c # done | 0 | a;b;c",
        "false && echo never | 1 | ``",
        "echo a; exit 3; echo never | 3 | a",
        "false; echo $? | 0 | 1",
        "hostname | 0 | p",
        "date +%s | 0 | 1767323045",
        "date -u | 0 | Fri Jan  2 03:04:05 UTC 2026",
        "cat /conf/../conf/key | 0 | v",
        "ls / | 0 | conf;etc",
        "ls /conf | 0 | key",
        "ls -a /conf | 0 | .hidden;key",
        "printenv A NONE | 1 | one",
        "sh -c 'exit 4' || echo caught | 0 | caught",
        "curl -s localhost:8080/x?y | 0 | GET/x?y",
        "curl -s -d body localhost:8080 | 0 | POST/body",
        "curl -sf localhost:8080/missing | 22 | ``",
        "curl -s localhost | 7 | ``",
        "curl -s elsewhere | 6 | ``",
      })
  void a_line_gives_its_output_and_exit_code(String line, int code, String out) throws Exception {
    Ran ran = run("", "sh", "-c", line);
    assertThat(ran.out().strip().replace('\n', ';')).isEqualTo(out == null ? "" : out);
    assertThat(ran.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        "nothing | 127 | sh: nothing: not found",
        "cat /none | 1 | cat: can't open '/none': No such file or directory",
        "cat /conf | 1 | cat: read error: Is a directory",
        "ls /none | 1 | ls: /none: No such file or directory",
        "echo a > /tmp/x | 2 | sh: syntax error: no '>' here",
        "echo 'a | 2 | sh: syntax error: unterminated quoted string",
        "&& echo | 2 | sh: syntax error: unexpected \"&&\"",
        "curl -z | 2 | curl: option -z: is unknown",
        "curl localhost | 7 | curl: (7) Failed to connect to localhost port 80: Connection refused",
      })
  void what_does_not_work_is_said_as_a_shell_says_it(String line, int code, String complaint)
      throws Exception {
    Ran ran = run("", "sh", "-c", line);
    assertThat(ran.err().strip()).isEqualTo(complaint);
    assertThat(ran.code()).isEqualTo(code);
  }

  @Test
  void a_pipe_character_is_refused_as_what_it_is() throws Exception {
    assertThat(run("", "sh", "-c", "env | cat").err()).contains("no pipes");
  }

  @Test
  void lines_come_from_the_input_until_it_ends_or_exits() throws Exception {
    assertThat(run("echo a\necho b\n", "sh")).isEqualTo(new Ran(0, "a\nb\n", ""));
    assertThat(run("nothing\nexit\necho never\n", "/bin/sh").out()).isEmpty();
    assertThat(run("copied", "cat").out()).isEqualTo("copied");
  }

  @Test
  void a_terminal_echoes_erases_and_ends_with_control_d() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    byte[] keys = "echo hx\177i\recho lost\003\004".getBytes(UTF_8);
    int code =
        new Shell(CONTAINER)
            .run(List.of("sh"), Terminal.of(new ByteArrayInputStream(keys), screen));
    assertThat(code).isZero();
    assertThat(screen.toString(UTF_8))
        .isEqualTo("/ # echo hx\b \bi\r\nhi\r\n/ # echo lost^C\r\n/ # ");
  }
}
