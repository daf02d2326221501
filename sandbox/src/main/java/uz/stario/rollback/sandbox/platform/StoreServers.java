package uz.stario.rollback.sandbox.platform;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import uz.stario.platform.Services;
import uz.stario.platform.Settings;

/**
 * PostgreSQL with the platform's tables and Redis, as far as this machine has them: processes of
 * their own on loopback ports, which end with {@link #close} and, if this process is killed, within
 * a second or two of it. The script {@code platform/stores} does the work.
 */
public final class StoreServers implements AutoCloseable {

  /** A first start of PostgreSQL on a busy machine; two seconds on an idle one. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ENDING = Duration.ofSeconds(15);
  private static final String SCRIPT = "stores";

  private final Path folder;
  private final Stores stores;
  private final List<String> missing;

  private StoreServers(Path folder, Stores stores, List<String> missing) {
    this.folder = folder;
    this.stores = stores;
    this.missing = List.copyOf(missing);
  }

  /**
   * Starts what is installed; takes a few seconds.
   *
   * @throws IOException where nothing could be tried: no folder for temporary files, no bash
   */
  public static StoreServers start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("stario-stores-");
    StoreServers none = new StoreServers(folder, Stores.none(), List.of());
    try {
      // PostgreSQL is another user where root asks, and has to pass through.
      boolean _ = folder.toFile().setExecutable(true, false);
      unpack(folder.resolve("program"));
      return new StoreServers(folder, none.up());
    } catch (IOException | InterruptedException e) {
      none.close();
      throw e;
    }
  }

  private StoreServers(Path folder, List<String> told) {
    this(
        folder,
        new Stores(address(told, "database "), address(told, "redis ")),
        told.stream().filter(StoreServers::isTrouble).map(StoreServers::words).toList());
  }

  private static String address(List<String> told, String name) {
    return told.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse(Settings.NONE);
  }

  private static boolean isTrouble(String line) {
    return line.startsWith("missing ") || line.startsWith("failed ");
  }

  private static String words(String line) {
    String[] parts = line.split(" ", 3);
    String name = parts[1].equals("database") ? "PostgreSQL" : "Redis";
    return parts[0].equals("failed")
        ? name + " did not start"
        : name + " is not installed (apt-get install " + parts[2] + ")";
  }

  private static void unpack(Path target) throws IOException {
    try {
      URI script =
          Objects.requireNonNull(
                  Services.class.getResource("/uz/stario/platform/stores/" + SCRIPT),
                  "the platform's jar has no stores")
              .toURI();
      if (script.getScheme().equals("file")) {
        copy(Objects.requireNonNull(Path.of(script).getParent()), target);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(script, Map.of())) {
          copy(jar.getPath("/uz/stario/platform/stores"), target);
        }
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path copy = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(one, copy);
        }
      }
    }
  }

  private List<String> up() throws IOException, InterruptedException {
    String self = Long.toString(ProcessHandle.current().pid());
    // Into a file: of a pipe nobody knows when the last that holds its other end is gone.
    Path told = folder.resolve("told");
    Process process =
        script(ProcessBuilder.Redirect.to(told.toFile()), "up", data().toString(), "--while", self);
    if (!process.waitFor(PATIENCE)) {
      process.destroy();
      throw new IOException("the stores did not start in " + PATIENCE.toSeconds() + " s");
    }
    return Files.readAllLines(told);
  }

  private Process script(ProcessBuilder.Redirect output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash"));
    command.add(folder.resolve("program").resolve(SCRIPT).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(output)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** Where they are. */
  public Stores stores() {
    return stores;
  }

  /** What is not there, and why, a sentence each. */
  public List<String> missing() {
    return missing;
  }

  /** Ends them and deletes what they kept; idempotent. */
  @Override
  public void close() {
    try {
      if (Files.exists(data())) {
        Process process = script(ProcessBuilder.Redirect.DISCARD, "down", data().toString());
        if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
        }
      }
    } catch (IOException e) {
      // They end by themselves soon after this process.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Surroundings.delete(folder);
  }
}
