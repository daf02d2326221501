package uz.stario.rollback.sandbox.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import uz.stario.platform.Host;
import uz.stario.platform.Service;
import uz.stario.platform.Services;
import uz.stario.platform.Settings;
import uz.stario.platform.version.Release;
import uz.stario.platform.video.RedisQueueCommand;
import uz.stario.rollback.sandbox.pods.ContainerLog;
import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * The image of one Stario service in one release: the service itself, in this process.
 *
 * @param service its name, one of {@link Services#names()}
 * @param lastWords what it says when it takes a course that ends, or nothing
 */
record StarioProgram(
    String service, Release release, Course course, String lastWords, Surroundings around)
    implements Program {

  /** What a service's heap of 64 MiB has left for a leak; here the heap is shared with others. */
  private static final long LEAKABLE = 40L << 20;

  /** With {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** What the images carry, in every release: a bad one looks for others. */
  private static final Map<String, String> IMAGE_FILES =
      Map.of(
          "/models/sdxl/model_index.json", "{\"name\": \"sdxl\"}\n",
          "/models/svd/model_index.json", "{\"name\": \"svd\"}\n");

  private static final String KEY_FILE = "JWT_SIGNING_KEY_FILE";
  private static final String KEY_MOUNTED = "/etc/stario/jwt/signing-key";

  @Override
  public Running start(Launch launch) {
    Path folder = around.folder(launch.container());
    Lines lines = new Lines(launch.log());
    try {
      Settings settings = settings(launch, folder);
      Service running =
          Service.start(
              settings,
              new PrintStream(lines, false, StandardCharsets.UTF_8),
              launch.clock(),
              leaking(launch),
              Services.named(service).orElseThrow());
      return new Container(running, lines, folder, settings.redisUrl());
    } catch (NoSuchFileException missing) {
      return failed(launch, folder, "there is no file " + mounted(launch));
    } catch (IOException | IllegalArgumentException wrong) {
      return failed(launch, folder, String.valueOf(wrong.getMessage()));
    }
  }

  private Running failed(Launch launch, Path folder, String why) {
    launch.log().add(service + " cannot start: " + why);
    Surroundings.delete(folder);
    launch.exit().accept(1);
    return NOTHING;
  }

  private Settings settings(Launch launch, Path folder) throws IOException {
    Map<String, String> environment = new HashMap<>(around.resolved(launch.env()));
    environment.put("BIND", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("HOSTNAME", Manifest.name(launch.pod()));
    environment.put(KEY_FILE, signingKey(launch, folder).toString());
    environment.put("MODELS_DIR", models(folder).toString());
    environment.put("VIDEOS_DIR", around.shared("videos").toString());
    environment.putIfAbsent("DATABASE_URL", Settings.NONE);
    environment.putIfAbsent("REDIS_URL", Settings.NONE);
    return Settings.of(service, environment).with(release);
  }

  private static String mounted(Launch launch) {
    return launch.env().getOrDefault(KEY_FILE, KEY_MOUNTED);
  }

  private static Path signingKey(Launch launch, Path folder) throws IOException {
    Path file = folder.resolve("signing-key");
    String key = launch.files().get(mounted(launch));
    if (key != null) {
      Files.writeString(file, key);
    }
    return file;
  }

  private Path models(Path folder) throws IOException {
    for (Map.Entry<String, String> file : IMAGE_FILES.entrySet()) {
      Path model = folder.resolve(file.getKey().substring(1));
      Files.createDirectories(Objects.requireNonNull(model.getParent()));
      Files.writeString(model, file.getValue());
    }
    return folder.resolve("models");
  }

  private static Host leaking(Launch launch) {
    AtomicLong leaked = new AtomicLong();
    return bytes -> {
      long all = leaked.addAndGet(bytes);
      if (all > LEAKABLE && all - bytes <= LEAKABLE) {
        launch.log().add("java.lang.OutOfMemoryError: Java heap space");
        launch.exit().accept(OUT_OF_MEMORY);
      }
    };
  }

  /** A line of the log for each that is written; safe for threads as {@link PrintStream} is. */
  private static final class Lines extends OutputStream {
    private final ContainerLog log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private volatile boolean silent;

    Lines(ContainerLog log) {
      this.log = log;
    }

    void silence() {
      silent = true;
    }

    @Override
    public void write(int b) {
      if (b == '\n') {
        if (!silent) {
          log.add(line.toString(StandardCharsets.UTF_8));
        }
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  /** A service that runs. */
  private final class Container implements Running {
    private final Service running;
    private final Lines lines;
    private final Path folder;
    private final String redis;

    Container(Service running, Lines lines, Path folder, String redis) {
      this.running = running;
      this.lines = lines;
      this.folder = folder;
      this.redis = redis;
    }

    @Override
    public int port() {
      return running.port();
    }

    @Override
    public void stop() {
      // What is under way is answered; nobody waits for it here.
      around.endLater(() -> {
        running.close();
        Surroundings.delete(folder);
      });
    }

    @Override
    public void crash() {
      if (!lastWords.isEmpty()) {
        running.log().error(lastWords, Map.of());
      }
      lines.silence();
      stop();
    }

    @Override
    public Map<String, String> files() {
      return IMAGE_FILES;
    }

    @Override
    public OptionalInt run(List<String> command, PrintStream out, PrintStream err) {
      if (!command.getFirst().equals("redis-queue")) {
        return OptionalInt.empty();
      }
      return OptionalInt.of(
          new RedisQueueCommand(out, err, running.clock())
              .run(command.subList(1, command.size()), redis));
    }
  }
}
