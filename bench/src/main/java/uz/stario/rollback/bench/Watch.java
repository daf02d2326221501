package uz.stario.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import tools.jackson.databind.JsonNode;

/** One watch of Deployments that tells a {@link Convergence} of each change, until closed. */
final class Watch implements AutoCloseable {

  private final InputStream events;

  private Watch(InputStream events) {
    this.events = events;
  }

  static Watch open(Api api, String path, Convergence convergence) throws BenchFailure {
    Watch watch = new Watch(api.watch(path));
    Thread.ofVirtual().name("bench-watch").start(() -> watch.follow(convergence));
    return watch;
  }

  private void follow(Convergence convergence) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(events, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = Api.JSON.readTree(line);
        switch (event.path("type").asString("")) {
          case "ADDED", "MODIFIED" -> convergence.seen(event.path("object"));
          case "BOOKMARK" -> {}
          default -> convergence.fail("the watch of Deployments told of " + line);
        }
      }
      convergence.fail("the watch of Deployments ended");
    } catch (IOException e) {
      convergence.fail("the watch of Deployments broke off: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      // It is not read any more.
    }
  }
}
