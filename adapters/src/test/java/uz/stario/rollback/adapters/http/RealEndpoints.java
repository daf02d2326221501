package uz.stario.rollback.adapters.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import uz.stario.rollback.testkit.Endpoint;

/** Endpoints on sockets, which can do what no HTTP server does. */
final class RealEndpoints implements AutoCloseable {

  private final List<ServerSocket> servers = new ArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  String serve(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Answers(int status, String body) -> serve(answer(status, "", body));
      case Endpoint.RedirectsTo(String to) -> serve(answer(302, "Location: " + to + "\r\n", ""));
      case Endpoint.StaysSilent _ -> start(_ -> {});
      case Endpoint.HangsUp _ -> start(Socket::close);
      case Endpoint.RefusesConnections _ -> refusing();
    };
  }

  /** Answers every request with these bytes and ends the connection. */
  String serve(byte[] answer) {
    return start(socket -> {
      requests.add(head(socket.getInputStream()));
      socket.getOutputStream().write(answer);
      socket.close();
    });
  }

  /** The heads of the requests that came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private static byte[] answer(int status, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    // A 204 has no body, and says no length.
    String length = status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
    return ("HTTP/1.1 " + status + " Status\r\n" + headers + length + "\r\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private interface Handler {
    void handle(Socket socket) throws IOException;
  }

  private String start(Handler handler) {
    ServerSocket server = listen();
    servers.add(server);
    Thread.ofVirtual().start(() -> accept(server, handler));
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  private void accept(ServerSocket server, Handler handler) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual()
            .start(() -> {
              try {
                handler.handle(socket);
              } catch (IOException e) {
                // The other side may go away at any time.
              }
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      // 0x16 begins a TLS handshake, which has no head to wait for.
      if (read < 0 || (head.isEmpty() && read == 0x16)) {
        break;
      }
      head.append((char) read);
    }
    return head.toString();
  }

  private static String refusing() {
    try (ServerSocket closed = listen()) {
      return "http://127.0.0.1:" + closed.getLocalPort() + "/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket server : servers) {
      server.close();
    }
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
