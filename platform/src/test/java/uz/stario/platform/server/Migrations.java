package uz.stario.platform.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The platform's own migrations, run by the real Alembic. */
public final class Migrations {

  /** The schema of v1.2. */
  public static final String V1_2 = "abc123";

  /** The schema of v1.3.0. */
  public static final String V1_3 = "e4b92f60a8d5";

  private Migrations() {}

  public static void upgrade(PostgresServer server, String revision) throws IOException {
    alembic(server, "upgrade", revision);
  }

  public static void downgrade(PostgresServer server, String revision) throws IOException {
    alembic(server, "downgrade", revision);
  }

  private static void alembic(PostgresServer server, String verb, String revision)
      throws IOException {
    Programs.run(
        List.of(python().orElseThrow().toString(), "-m", "alembic", verb, revision),
        Path.of("migrations").toAbsolutePath(),
        Map.of("DATABASE_URL", server.url(), "PYTHONDONTWRITEBYTECODE", "1"));
  }

  /** The system's Python where it has Alembic: the PATH's first may be another. */
  static Optional<Path> python() throws IOException {
    Path python = Path.of("/usr/bin/python3");
    if (!Files.isExecutable(python)) {
      return Optional.empty();
    }
    try {
      Programs.run(List.of(python.toString(), "-c", "import alembic, psycopg2"));
      return Optional.of(python);
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
