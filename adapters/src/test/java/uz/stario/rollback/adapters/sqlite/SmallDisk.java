package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk of a few megabytes in memory; only root can mount one. */
final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Whether this user may mount one here; containers often forbid it. */
  static boolean canBeMounted() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("small-disk");
    try (SmallDisk _ = of(1, folder)) {
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path path : inside.toList()) {
          Files.delete(path);
        }
      }
      Files.delete(folder);
    }
  }

  static SmallDisk of(int megabytes, Path folder) throws IOException, InterruptedException {
    Path path = Files.createDirectories(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString());
    return new SmallDisk(path);
  }

  Path path() {
    return path;
  }

  /** Writes until nothing fits any more. */
  Path fill() throws IOException {
    Path file = path.resolve("filling");
    for (int size : new int[] {65_536, 4_096, 1}) {
      try (OutputStream out =
          Files.newOutputStream(
              file,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[size]);
        }
      } catch (IOException full) {
        // As wanted.
      }
    }
    return file;
  }

  void readOnly() throws IOException, InterruptedException {
    run("mount", "-o", "remount,ro", path.toString());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("umount", path.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + ": " + said);
    }
  }
}
