package uz.stario.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

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

  @Test
  void a_sandbox_closed_while_its_services_start_leaves_none_of_them() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int pods = 0; pods < 10; pods++) {
      Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
      sandbox.deployPlatform("v1.2.3");
      awaitRunning(sandbox, pods);
      sandbox.close();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.isAlive() && !before.contains(thread))
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("HTTP-Dispatcher") || name.startsWith("sandbox-"));
  }

  private static void awaitRunning(Sandbox sandbox, int pods) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (sandbox.cluster().list(Resources.POD, "").stream()
            .filter(pod -> Manifest.text(pod, "status", "phase").equals("Running"))
            .count()
        < pods) {
      assertThat(System.nanoTime()).as("waited for " + pods + " pods").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_taken_port_is_named_and_nothing_is_left_running() {
    try (Sandbox first = Sandbox.start(SandboxOptions.defaults())) {
      int api = first.apiServer().getPort();
      int ingress = first.ingress().getPort();
      for (SandboxOptions taken :
          List.of(
              SandboxOptions.defaults().withPorts(api, 0),
              SandboxOptions.defaults().withPorts(0, ingress))) {
        assertThatThrownBy(() -> Sandbox.start(taken))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("127.0.0.1:")
            .hasMessageMatching(".*(" + api + "|" + ingress + ").*");
      }
    }
  }

  @Test
  void two_sandboxes_are_strangers_to_each_other() throws Exception {
    try (Sandbox one = Sandbox.start(SandboxOptions.defaults());
        Sandbox other = Sandbox.start(SandboxOptions.defaults());
        Client client = new Client(one)) {
      one.deployPlatform("v1.2.3");
      assertThat(other.cluster().list(Resources.DEPLOYMENT, "")).isEmpty();
      HttpRequest strange =
          client
              .request("/api/v1/namespaces")
              .setHeader("Authorization", "Bearer " + other.adminToken())
              .build();
      assertThat(client.http().send(strange, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
      assertThat(other.certificate()).isNotEqualTo(one.certificate());
    }
  }

  @Test
  void a_sandbox_that_starts_again_on_the_same_port_is_empty_and_knows_nobody() throws Exception {
    Sandbox before = Sandbox.start(SandboxOptions.defaults());
    String token = before.adminToken();
    before.deployPlatform("v1.2.3");
    int port = before.apiServer().getPort();
    before.close();
    try (Sandbox after = Sandbox.start(SandboxOptions.defaults().withPorts(port, 0));
        Client client = new Client(after)) {
      assertThat(after.cluster().list(Resources.DEPLOYMENT, "")).isEmpty();
      assertThat(
              client
                  .send(client.request("/version").setHeader("Authorization", "Bearer " + token))
                  .status())
          .isEqualTo(401);
    }
  }

  private static void connect(URI address) throws java.io.IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    }
  }
}
