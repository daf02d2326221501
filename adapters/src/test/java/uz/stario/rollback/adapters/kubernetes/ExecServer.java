package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An API server with the one Deployment of {@link Scenes} and a pod, which answers exec as it is
 * told to: below HTTP, so that it can also answer as no server should.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">The WebSocket protocol,
 *     framing</a>
 */
final class ExecServer implements AutoCloseable {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Answers one exec. */
  interface Answering {
    void answer(Session session) throws IOException;
  }

  /** One request to exec, not yet answered. */
  static final class Session {
    private final String key;
    private final OutputStream out;
    private final CountDownLatch closing;

    private Session(String key, OutputStream out, CountDownLatch closing) {
      this.key = key;
      this.out = out;
      this.closing = closing;
    }

    void upgrade() throws IOException {
      write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Protocol: v5.channel.k8s.io\r\nSec-WebSocket-Accept: "
              + accept(key)
              + "\r\n\r\n");
    }

    /** A whole binary message, the first byte of which is the channel. */
    void send(int channel, byte[] data) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(data.length + 11);
      frame.put((byte) 0x82).put((byte) 127).putLong(data.length + 1L);
      frame.put((byte) channel).put(data);
      out.write(frame.array());
      out.flush();
    }

    void send(int channel, String text) throws IOException {
      send(channel, text.getBytes(UTF_8));
    }

    void success() throws IOException {
      send(3, "{\"metadata\":{},\"status\":\"Success\"}");
    }

    void reply(int status, String body) throws IOException {
      write(
          "HTTP/1.1 "
              + status
              + " No\r\nContent-Type: application/json\r\nContent-Length: "
              + body.getBytes(UTF_8).length
              + "\r\nConnection: close\r\n\r\n"
              + body);
    }

    /** A close frame with status 1000. */
    void close() throws IOException {
      out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8});
      out.flush();
    }

    /** Until the test has ended. */
    void hang() {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(UTF_8));
      out.flush();
    }
  }

  private final ServerSocket socket;
  private final String pods;
  private final Answering exec;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  ExecServer(String pods, Answering exec) {
    this.pods = pods;
    this.exec = exec;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** The request lines and headers of what was asked of exec. */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String request = String.valueOf(in.readLine());
      StringBuilder headers = new StringBuilder(request);
      String key = "";
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        headers.append('\n').append(line);
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
          key = line.substring(18).strip();
        }
      }
      Session session = new Session(key, connection.getOutputStream(), closing);
      String path = request.replaceFirst("^\\S+ ", "").replaceFirst("[? ].*", "");
      if (path.endsWith("/exec")) {
        asked.add(headers.toString());
        exec.answer(session);
      } else if (path.endsWith("/deployments")) {
        session.reply(200, Scenes.list(Scenes.deployment(7, "v2")));
      } else if (path.endsWith("/replicasets")) {
        session.reply(200, Scenes.replicaSets());
      } else {
        session.reply(200, pods);
      }
    } catch (IOException e) {
      // Whoever asked has gone.
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
