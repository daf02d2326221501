package uz.stario.rollback.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis of this test, on a loopback port, which keeps nothing on disk. */
final class RedisServer implements AutoCloseable {

  /** Not a secret: the server lives as long as a test. */
  static final String PASSWORD = "s3cret-of-the-test";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Process process;
  private final int port;

  private RedisServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Skips the test where there is none, but fails it with {@code CI=true}. */
  static void need() {
    boolean installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "redis-server")));
    assertThat(installed || !"true".equals(System.getenv("CI")))
        .as("with CI=true nothing is left out: redis-server")
        .isTrue();
    assumeTrue(installed, "redis-server is not installed (apt-get install redis-server)");
  }

  /**
   * Starts one.
   *
   * @param options further ones of its command line
   */
  static RedisServer start(String... options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("stario-redis-");
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    command.addAll(List.of("--dir", folder.toString(), "--requirepass", PASSWORD));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    RedisServer server = new RedisServer(folder, process, port);
    server.await();
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (Jedis client = client()) {
        var _ = client.ping();
        return;
      } catch (JedisException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          close();
          throw new IOException("redis-server did not start", e);
        }
        boolean _ = process.waitFor(Duration.ofMillis(50));
      }
    }
  }

  /** One that has signed in. */
  Jedis client() {
    Jedis client = new Jedis("127.0.0.1", port);
    var _ = client.auth(PASSWORD);
    return client;
  }

  int port() {
    return port;
  }

  String address() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
