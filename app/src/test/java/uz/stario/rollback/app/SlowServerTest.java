package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** By itself because it takes the ten seconds that connecting may take. */
class SlowServerTest {

  private static final int MORE_THAN_FITS = 64;
  private static final int QUICK_MILLIS = 200;

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "others refuse instead of leaving us waiting")
  void a_server_that_takes_no_connection_is_given_up_with_its_address() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(busy, queue);
      Outcome outcome =
          new Machine(folder)
              .kubeconfig(
                  """
                  apiVersion: v1
                  kind: Config
                  current-context: c
                  clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                  contexts: [{name: c, context: {cluster: c, namespace: stario}}]
                  """
                      .formatted(busy.getLocalPort()))
              .stario("plan", "deployment/api-gateway");

      assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
      assertThat(outcome.err())
          .contains(
              "127.0.0.1:" + busy.getLocalPort(), "cluster-unreachable", "Nothing was changed.")
          .doesNotContain("Exception", "\tat ");
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  /** Until the system takes no more connections for a listener that accepts none. */
  private static void fill(ServerSocket busy, List<Socket> queue) throws Exception {
    for (int i = 0; i < MORE_THAN_FITS; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), busy.getLocalPort()),
            QUICK_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }
}
