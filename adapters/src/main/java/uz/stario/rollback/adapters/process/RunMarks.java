package uz.stario.rollback.adapters.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.run.RunId;

/**
 * Which runs of this machine a process is at: a file a run, locked as long as the process lives.
 *
 * <p>The system lets go of a lock however the process ends, so a file that is there and not locked
 * belongs to a run that was left. What can't be marked, as on a disk that can't be written, is not;
 * no run fails for that. Thread-safe.
 */
public final class RunMarks {

  /** What is known of the process of a run. */
  public enum Mark {
    /** It ended in good order, or ran elsewhere. */
    NONE,
    ALIVE,
    GONE
  }

  private final Path folder;

  /** A run is this process's. */
  public static final class Marked implements AutoCloseable {
    private final Path file;
    private final @Nullable FileChannel channel;

    private Marked(Path file, @Nullable FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /** The run has come to its end, or waits for a person: nobody left it. */
    public void done() {
      if (channel != null) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // Then it looks left, and whoever takes it up finds that it has ended.
        }
      }
    }

    /** Lets go of it; what is not {@link #done} is left. */
    @Override
    public void close() {
      if (channel != null) {
        try {
          channel.close();
        } catch (IOException e) {
          // The end of the process closes it.
        }
      }
    }
  }

  /**
   * @param folder of its own, made when first needed
   */
  public RunMarks(Path folder) {
    this.folder = folder;
  }

  /** Marks a run as this process's until closed. */
  public Marked mark(RunId run) {
    Path file = file(run);
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return new Marked(file, channel);
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process.
      }
      channel.close();
    } catch (IOException e) {
      // As on a disk that can't be written.
    }
    return new Marked(file, null);
  }

  /** What the mark of a run says. */
  public Mark of(RunId run) {
    try (FileChannel channel = FileChannel.open(file(run), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null ? Mark.ALIVE : Mark.GONE;
    } catch (OverlappingFileLockException e) {
      return Mark.ALIVE;
    } catch (IOException e) {
      return Mark.NONE;
    }
  }

  private Path file(RunId run) {
    return folder.resolve(run.value().replaceAll("[^A-Za-z0-9-]", "_"));
  }
}
