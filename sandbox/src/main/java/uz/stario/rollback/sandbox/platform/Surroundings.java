package uz.stario.rollback.sandbox.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What the platform's services find around them: each other behind addresses of their own, the
 * stores, and a folder for what is mounted. Safe for all threads.
 */
public final class Surroundings implements AutoCloseable {
  private final Network network;
  private final Stores stores;
  private final Map<String, Door> doors = new ConcurrentHashMap<>();
  private final ExecutorService endings = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Path folder;

  /** Surroundings of services that reach each other over the network. */
  public Surroundings(Network network, Stores stores) {
    this.network = network;
    this.stores = stores;
  }

  /**
   * The environment of a container with names of the cluster resolved: no process of this machine
   * knows them.
   */
  Map<String, String> resolved(Map<String, String> environment) {
    Map<String, String> resolved = new TreeMap<>(environment);
    resolved.replaceAll((_, value) -> {
      String host = host(value);
      return switch (host) {
        case "postgres" -> stores.database();
        case "redis" -> stores.redis();
        default ->
            Catalogue.SERVICES.contains(host)
                ? doors.computeIfAbsent(host, name -> Door.open(network, name, 0)).uri().toString()
                : value;
      };
    });
    return resolved;
  }

  private static String host(String value) {
    if (!value.contains("://")) {
      return "";
    }
    try {
      String host = URI.create(value).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException noAddress) {
      return "";
    }
  }

  /** A folder of its own for a container; readable for its owner only. */
  Path folder(String container) {
    try {
      Path parent = parent();
      return Files.createTempDirectory(parent, container + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for " + container, e);
    }
  }

  /** A folder that all containers have in common, as a volume claim gives it to them. */
  Path shared(String name) throws IOException {
    return Files.createDirectories(parent().resolve(name));
  }

  private synchronized Path parent() throws IOException {
    Path present = folder;
    if (present == null) {
      present = Files.createTempDirectory("stario-pods-");
      folder = present;
    }
    return present;
  }

  /** Has something end without making anybody wait; it is waited for at the very end. */
  void endLater(Runnable ending) {
    endings.execute(ending);
  }

  /** Ends all doors and what is still ending, and deletes the folder. */
  @Override
  public void close() {
    endings.close();
    doors.values().forEach(Door::close);
    delete();
  }

  private synchronized void delete() {
    if (folder != null) {
      delete(folder);
    }
  }

  static void delete(Path tree) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException leftBehind) {
      // It is in the system's folder for temporary files, which is emptied anyway.
    }
  }
}
