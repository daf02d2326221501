package uz.stario.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.isAlive() && !t.isDaemon())
        .collect(Collectors.toSet());
  }

  @Test
  void a_running_sandbox_holds_no_thread_that_keeps_a_program_alive() {
    Set<Thread> before = threads();
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      sandbox.deployPlatform("v1.2.3");
      assertThat(threads()).isSubsetOf(before);
    }
  }

  @Test
  void a_closed_sandbox_listens_no_more() {
    Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    sandbox.close();
    for (URI address : Set.of(sandbox.apiServer(), sandbox.ingress())) {
      assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
    }
  }

  private static void connect(URI address) throws java.io.IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    }
  }
}
