package uz.stario.platform.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A server that takes connections and never says a word. */
public final class SilentServer implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> taken = new ArrayList<>();

  public SilentServer() throws IOException {
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::take);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void take() {
    try {
      while (true) {
        Socket socket = listening.accept();
        synchronized (taken) {
          taken.add(socket);
        }
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    synchronized (taken) {
      for (Socket socket : taken) {
        socket.close();
      }
    }
  }
}
