package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import uz.stario.rollback.adapters.journal.Refusal;

/**
 * The one connection to the journal's file, opened when first needed and anew after an error.
 *
 * <p>Not thread-safe.
 */
final class Database implements AutoCloseable {

  private final Path folder;
  private final Path file;
  private final Settings settings;
  private final Problems problems;
  private @Nullable Connection connection;
  private boolean prepared;

  /** Which file it is, whatever its name: the inode. */
  private @Nullable Object identity;

  Database(Path file, Settings settings) {
    this.file = file.toAbsolutePath();
    this.folder = Objects.requireNonNull(this.file.getParent(), "a file has a folder");
    this.settings = settings;
    this.problems = new Problems(this.file);
  }

  /** For writing; makes the folder, the file and the tables where they are missing. */
  Connection writable() throws SQLException, Refusal {
    if (connection != null && !Objects.equals(identity, identity())) {
      // SQLite would go on writing to a file that nobody can find any more.
      close();
      throw new Refusal(problems.replaced());
    }
    if (connection == null) {
      try {
        make();
      } catch (IOException e) {
        throw new Refusal(problems.unwritable(e));
      }
    }
    Connection open = connection();
    if (!prepared) {
      prepare(open);
      prepared = true;
    }
    return open;
  }

  /** For reading; empty where nothing has been written yet. */
  Optional<Connection> readable() throws SQLException, Refusal {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Connection open = connection();
    return switch (Schema.of(open)) {
      case Schema.State.Empty _ -> Optional.empty();
      // A newer schema is tried all the same: reading harms nothing, and every event says its own
      // version.
      case Schema.State.Ours _ -> Optional.of(open);
      case Schema.State.Foreign _ -> throw new Refusal(problems.foreign());
    };
  }

  /** For reading checksums; a file from before there were any gets them first. */
  Optional<Connection> chained() throws SQLException, Refusal {
    Optional<Connection> readable = readable();
    if (readable.isPresent()
        && Schema.of(readable.get()) instanceof Schema.State.Ours(int version)) {
      if (version < Schema.VERSION) {
        return Optional.of(writable());
      }
      if (version > Schema.VERSION) {
        throw new Refusal(problems.newer(version));
      }
    }
    return readable;
  }

  /** Refuses where the disk is so full that a run could not be recorded to its end. */
  void requireSpace() throws Refusal {
    try {
      FileStore store = Files.getFileStore(folder);
      // Some file systems do not say how large they are.
      if (store.getTotalSpace() > 0 && store.getUsableSpace() < settings.space()) {
        throw new Refusal(problems.full(store.getUsableSpace(), settings.space()));
      }
    } catch (IOException e) {
      throw new Refusal(problems.unwritable(e));
    }
  }

  private void prepare(Connection open) throws SQLException, Refusal {
    switch (Schema.of(open)) {
      case Schema.State.Empty _ -> {
        execute(open, "pragma journal_mode = wal");
        Schema.create(open);
      }
      case Schema.State.Ours(int version) -> {
        if (version > Schema.VERSION) {
          throw new Refusal(problems.newer(version));
        }
        if (version < Schema.VERSION) {
          Migration.run(open);
        }
      }
      case Schema.State.Foreign _ -> throw new Refusal(problems.foreign());
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      NativeLibrary.prepare(folder);
      SQLiteConfig config = new SQLiteConfig();
      config.resetOpenMode(SQLiteOpenMode.CREATE);
      config.setBusyTimeout((int) settings.patience().toMillis());
      config.enforceForeignKeys(true);
      // An append that was reported as done survives a power cut.
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      Connection open = config.createConnection("jdbc:sqlite:" + address(file));
      connection = open;
      identity = identity();
      if (settings.maxPages().isPresent()) {
        execute(open, "pragma max_page_count = " + settings.maxPages().getAsInt());
      }
    }
    return connection;
  }

  /**
   * Where nothing can be written, SQLite can't make the files that a write-ahead log needs even for
   * reading: without a log left over, it is told that nobody changes the file.
   */
  static String address(Path file) {
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    boolean sealed =
        Files.exists(file)
            && !Files.isWritable(folder)
            && Files.notExists(file.resolveSibling(file.getFileName() + "-wal"));
    return sealed ? file.toUri().toString().replace("///", "/") + "?immutable=1" : file.toString();
  }

  private void make() throws IOException {
    Files.createDirectories(folder, Permissions.FOLDER.attribute());
    try {
      Files.createFile(file, Permissions.FILE.attribute());
    } catch (FileAlreadyExistsException e) {
      // It may have been there, or another process may have been quicker: both are well.
    }
  }

  private @Nullable Object identity() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }

  static void execute(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    prepared = false;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Every commit is on disk already; closing only tidies up.
      }
    }
  }
}
