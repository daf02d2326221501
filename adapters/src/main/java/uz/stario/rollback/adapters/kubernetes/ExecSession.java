package uz.stario.rollback.adapters.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.logs.LogLine;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/**
 * One command in a pod, as the channels of a WebSocket tell of it: a byte before each message says
 * whether it is output, and the last message is a Status with the exit code. Thread-safe.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.33.0/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go">
 *     remotecommand</a>
 */
final class ExecSession extends WebSocketListener {

  /** Those we speak; v5 adds the end of the input, of which there is none. */
  static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;

  /** A command that writes more has lost its way. */
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private static final int MOST_STATUS = 64 * 1024;
  private static final int LONGEST_REASON = 300;
  private static final int NORMAL = 1000;

  private static final Pattern NO_PROGRAM =
      Pattern.compile("executable file not found|no such file or directory");

  private final Optional<String> wanted;
  private final UnaryOperator<String> redacted;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final LineSplitter out = new LineSplitter(LogLine.LONGEST, this::line);
  private final LineSplitter err = new LineSplitter(LogLine.LONGEST, this::line);
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream status = new ByteArrayOutputStream();
  private Optional<String> found = Optional.empty();
  private Optional<CommandOutcome> outcome = Optional.empty();
  private boolean opened;
  private long bytes;

  /**
   * @param wanted a text whose line is kept, though others come after it
   * @param redacted hides secrets in a line
   */
  ExecSession(Optional<String> wanted, UnaryOperator<String> redacted) {
    this.wanted = wanted;
    this.redacted = redacted;
  }

  /** Waits for the end, and ends it where it does not come in time. */
  CommandOutcome await(WebSocket socket, Deadline deadline) throws InterruptedException {
    try {
      boolean _ = ended.await(deadline.left(), TimeUnit.NANOSECONDS);
      synchronized (this) {
        if (outcome.isEmpty()) {
          ends(
              opened
                  ? new CommandOutcome.StoppedLate(lines())
                  : notRun("the API server did not answer in time"));
        }
        return outcome.orElseThrow();
      }
    } finally {
      // Takes nothing with it where both sides have closed.
      socket.cancel();
    }
  }

  @Override
  public synchronized void onOpen(WebSocket socket, Response response) {
    opened = true;
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    onMessage(socket, ByteString.encodeUtf8(text));
  }

  @Override
  public synchronized void onMessage(WebSocket socket, ByteString message) {
    if (message.size() == 0 || outcome.isPresent()) {
      return;
    }
    byte[] data = message.toByteArray();
    bytes += data.length;
    switch (data[0]) {
      case STDOUT -> out.add(data, 1, data.length);
      case STDERR -> err.add(data, 1, data.length);
      case STATUS -> status(data, socket);
      default -> {
        // Of a later protocol, which says nothing that is needed here.
      }
    }
    if (bytes > MOST_BYTES) {
      ends(notRun("it wrote more than " + MOST_BYTES / 1024 / 1024 + " MiB and was left"));
      socket.cancel();
    }
  }

  private void status(byte[] data, WebSocket socket) {
    if (status.size() + data.length <= MOST_STATUS) {
      status.write(data, 1, data.length - 1);
    }
    JsonNode said = Json.parse(status.toByteArray());
    if (said.isObject()) {
      out.end();
      err.end();
      ends(end(said));
      socket.close(NORMAL, "");
    }
  }

  private CommandOutcome end(JsonNode said) {
    if (Json.text(said, "status").equals("Success")) {
      return new CommandOutcome.Ended(0, lines());
    }
    Optional<Integer> code =
        Json.items(said, "details", "causes").stream()
            .filter(cause -> Json.text(cause, "reason").equals("ExitCode"))
            .map(cause -> Json.text(cause, "message"))
            .filter(number -> number.matches("\\d{1,9}"))
            .map(Integer::parseInt)
            .findFirst();
    return code.<CommandOutcome>map(number -> new CommandOutcome.Ended(number, lines()))
        .orElseGet(() -> notRun(reason(Json.text(said, "message"))));
  }

  /** The container runtime's words, of which the end tells why. */
  private static String reason(String message) {
    Matcher missing = NO_PROGRAM.matcher(message);
    if (missing.find()) {
      return "there is no such program in the container";
    }
    if (message.contains("permission denied")) {
      return "it is not executable in the container";
    }
    return message.isEmpty() ? "how it ended is not told" : message;
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    socket.close(NORMAL, "");
    lost();
  }

  @Override
  public void onClosed(WebSocket socket, int code, String reason) {
    lost();
  }

  @Override
  public void onFailure(WebSocket socket, Throwable fault, @Nullable Response response) {
    IOException broken = fault instanceof IOException e ? e : new IOException(fault);
    if (response == null || response.code() == 101) {
      synchronized (this) {
        if (!opened) {
          ends(notRun(Problems.brief(Api.broken(broken), "create", Paths.POD_EXEC)));
        }
      }
      lost();
      return;
    }
    Reply reply;
    try {
      reply = Api.understood(response);
    } catch (IOException e) {
      reply = Api.broken(e);
    }
    refused(reply);
  }

  private synchronized void refused(Reply reply) {
    ends(
        notRun(
            switch (reply) {
              case Reply.Failed failed when failed.status() == 404 -> "the pod is gone";
              // The request is a get, for which newer servers want what a post needs too.
              case Reply.Failed failed when failed.status() == 403 ->
                  "no permission for pods/exec, which takes the verbs get and create: "
                      + failed.message();
              case Reply.Ok _, Reply.Failed _, Reply.Broken _ ->
                  Problems.brief(reply, "create", Paths.POD_EXEC);
            }));
  }

  private synchronized void lost() {
    out.end();
    err.end();
    ends(notRun("the connection ended before the command was known to have"));
  }

  /** The first end counts. */
  private void ends(CommandOutcome how) {
    if (outcome.isEmpty()) {
      outcome = Optional.of(how);
      ended.countDown();
    }
  }

  private CommandOutcome notRun(String why) {
    String line = why.replaceAll("\\s+", " ").strip();
    return new CommandOutcome.NotRun(
        line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line, lines());
  }

  private void line(String line) {
    if (found.isEmpty() && wanted.filter(line::contains).isPresent()) {
      found = Optional.of(line);
    }
    lines.addLast(line);
    if (lines.size() > Checked.MOST_LINES) {
      lines.removeFirst();
    }
  }

  private List<String> lines() {
    List<String> kept = new ArrayList<>(lines);
    found.filter(line -> !kept.contains(line)).ifPresent(kept::addFirst);
    return kept.stream().map(redacted).toList();
  }
}
