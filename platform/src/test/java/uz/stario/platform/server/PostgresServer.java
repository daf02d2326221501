package uz.stario.platform.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL server of this test, with an empty database. */
public final class PostgresServer implements AutoCloseable {

  private static final boolean ROOT = System.getProperty("user.name", "").equals("root");

  private final Path folder;
  private final Path programs;
  private final int port;

  private PostgresServer(Path folder, Path programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  public static PostgresServer start() throws IOException {
    Path folder = Files.createTempDirectory("stario-postgres");
    if (ROOT) {
      // The server refuses to run as root.
      Programs.run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    var server =
        new PostgresServer(folder, Programs.folderOf("initdb").orElseThrow(), Programs.freePort());
    server.run(
        "initdb",
        "-D",
        server.data(),
        "-U",
        "stario",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
        "-A",
        "trust");
    server.on();
    return server;
  }

  public void on() throws IOException {
    run(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-t",
        "60",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s -c fsync=off"
            .formatted(port, folder),
        "start");
  }

  /** As a crash of the machine: clients find their connections broken. */
  public void crash() throws IOException {
    run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
  }

  /** Its processes stand still: connections stay open and nothing is answered. */
  public void freeze() throws IOException {
    signal("-STOP");
  }

  public void thaw() throws IOException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException {
    long leader = Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst());
    ProcessHandle server = ProcessHandle.of(leader).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    Programs.run(command);
  }

  public String url() {
    return "postgresql://stario:not-asked@127.0.0.1:" + port + "/postgres";
  }

  public DataSource dataSource() {
    var source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    source.setUser("stario");
    return source;
  }

  public void sql(String... statements) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Programs.run(command);
  }

  @Override
  public void close() throws IOException {
    crash();
    Programs.delete(folder);
  }
}
