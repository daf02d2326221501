package uz.stario.platform.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine, where Debian and the PATH have them. */
final class Programs {

  private Programs() {}

  static Optional<Path> folderOf(String program) throws IOException {
    List<Path> folders = new ArrayList<>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.map(version -> version.resolve("bin")).forEach(folders::add);
      }
    }
    folders.sort(Comparator.reverseOrder());
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      folders.add(Path.of(path));
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve(program)))
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void run(List<String> command) throws IOException {
    run(command, Path.of("/"), Map.of());
  }

  static void run(List<String> command, Path folder, Map<String, String> environment)
      throws IOException {
    // Not a pipe: a server that is started keeps its end open.
    Path said = Files.createTempFile("stario-test", ".log");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      if (builder.start().waitFor() != 0) {
        throw new IOException(command + " failed: " + Files.readString(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(said);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
