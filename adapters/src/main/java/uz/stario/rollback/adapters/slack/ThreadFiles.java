package uz.stario.rollback.adapters.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.adapters.slack.Delivery.Place;
import uz.stario.rollback.run.RunId;

/**
 * Keeps threads as a file a run, which is replaced whole or not at all.
 *
 * <p>No run fails for it: a file that can't be read is one that is not there, and what can't be
 * written is remembered by this process. Files older than 30 days are removed, as nobody resumes
 * such a run. Thread-safe.
 */
final class ThreadFiles implements Threads {

  private static final Duration KEPT = Duration.ofDays(30);

  /** A thread has two messages and a few replies. */
  private static final int LONGEST = 64 * 1024;

  private final Path folder;
  private final InstantSource clock;
  private final Map<RunId, Known> seen = new ConcurrentHashMap<>();

  /**
   * @param folder of its own, made when first needed
   */
  ThreadFiles(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Optional<Known> find(RunId run) {
    Known known = seen.get(run);
    return known == null ? read(run) : Optional.of(known);
  }

  private Optional<Known> read(RunId run) {
    try {
      Path file = file(run);
      return Files.size(file) > LONGEST
          ? Optional.empty()
          : Json.object(Files.readString(file)).flatMap(ThreadFiles::known);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Known> known(Map<String, @Nullable Object> fields) {
    if (!(fields.get("to") instanceof String to)) {
      return Optional.empty();
    }
    Optional<Place> root =
        fields.get("channel") instanceof String channel && fields.get("ts") instanceof String ts
            ? Optional.of(new Place(channel, ts))
            : Optional.empty();
    Set<String> said = new HashSet<>();
    if (fields.get("said") instanceof List<?> digests) {
      digests.forEach(digest -> said.add(String.valueOf(digest)));
    }
    return Optional.of(new Known(to, root, said));
  }

  @Override
  public void keep(RunId run, Known known) {
    seen.put(run, known);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", 1);
    fields.put("to", known.channel());
    known
        .root()
        .ifPresent(place -> {
          fields.put("channel", place.channel());
          fields.put("ts", place.timestamp());
        });
    fields.put("said", known.said().stream().sorted().toList());
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".", ".draft");
      try {
        Files.writeString(draft, Json.write(fields));
        Files.move(
            draft, file(run), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      removeOld();
    } catch (IOException e) {
      // As on a disk that can't be written.
    }
  }

  @Override
  public void forget(RunId run) {
    seen.remove(run);
    try {
      Files.deleteIfExists(file(run));
    } catch (IOException e) {
      // Then a process to come thinks that it may have been posted, and says so.
    }
  }

  private void removeOld() throws IOException {
    FileTime oldest = FileTime.from(clock.instant().minus(KEPT));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Path file(RunId run) {
    return folder.resolve(run.value().replaceAll("[^A-Za-z0-9-]", "_") + ".json");
  }
}
