package uz.stario.platform.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis server of this test. */
public final class RedisServer implements AutoCloseable {

  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  public static RedisServer start() throws IOException {
    var server = new RedisServer(Files.createTempDirectory("stario-redis"), Programs.freePort());
    server.waitUntilItAnswers();
    return server;
  }

  public String url() {
    return "redis://127.0.0.1:" + port + "/0";
  }

  public RedisClient client() {
    return RedisClient.create(url());
  }

  /** As a crash of the machine. */
  public void crash() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Its process stands still: connections stay open and nothing is answered. */
  public void freeze() throws IOException {
    Programs.run(List.of("kill", "-STOP", Long.toString(process.pid())));
  }

  public void thaw() throws IOException {
    Programs.run(List.of("kill", "-CONT", Long.toString(process.pid())));
  }

  public void startAgain() throws IOException {
    process = launch();
    waitUntilItAnswers();
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            List.of(
                Programs.folderOf("redis-server").orElseThrow().resolve("redis-server").toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void waitUntilItAnswers() throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      try (RedisClient client = client()) {
        client.ping();
        return;
      } catch (JedisException _) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
    throw new IOException("Redis does not answer: " + Files.readString(folder.resolve("log")));
  }

  @Override
  public void close() throws IOException {
    crash();
    Programs.delete(folder);
  }
}
