package uz.stario.platform.video;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import uz.stario.platform.Model;
import uz.stario.platform.Service;
import uz.stario.platform.store.Database;
import uz.stario.platform.store.Redis;

/** The service {@code video-gen-worker}: makes videos, beside its health and metrics. */
public final class VideoGenWorker implements AutoCloseable {

  /**
   * How long the job in hand may take at a stop; one that does not end is put back by another
   * worker.
   */
  private static final Duration LAST_JOB = Duration.ofSeconds(20);

  private final VideoWorker worker;
  private final Thread working;

  private VideoGenWorker(VideoWorker worker) {
    this.worker = worker;
    this.working = Thread.ofPlatform().name("worker").daemon().unstarted(worker::run);
  }

  /** Adds what makes a service this one, and begins to work. */
  public static void addTo(Service service) {
    Map<String, String> environment = service.settings().environment();
    // A word of chance, for a pod may start anew under its name.
    String name =
        environment.getOrDefault("HOSTNAME", "worker")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    Model model = Model.of(service, service.release().videoModel());
    Redis redis = service.redis();
    Database database = service.database();
    if (redis.isLeftOut() || database.isLeftOut()) {
      service.log().warn("There is no work without Redis and the database", Map.of());
      return;
    }
    Encoder encoder = Encoder.best(environment.getOrDefault("PATH", ""));
    var worker =
        new VideoWorker(
            name,
            new VideoQueue(redis.client()),
            new VideoStore(database.source()),
            new VideoFiles(service.settings().videosFolder()),
            encoder,
            model::trouble,
            service.log()::info);
    service.health().need("worker", worker::trouble);
    service.log().info("Worker started", Map.of("worker", name, "encoder", encoder.name()));
    service.closing(new VideoGenWorker(worker)).working.start();
  }

  /** Lets the job in hand end. */
  @Override
  public void close() {
    worker.stop();
    try {
      working.join(LAST_JOB);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
