package uz.stario.rollback.adapters.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import uz.stario.rollback.problem.Answer;

/** A real PostgreSQL server of this test, in a temporary folder and on a loopback port. */
final class PostgresServer implements AutoCloseable {

  /** Not a secret: the server lives as long as a test. */
  static final String PASSWORD = "p@ss word/1";

  private static final boolean ROOT = System.getProperty("user.name", "").equals("root");

  private final Path folder;
  private final Path programs;
  private final int port;

  private PostgresServer(Path folder, Path programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  static boolean isInstalled() throws IOException {
    return programs().isPresent();
  }

  /** Debian keeps them out of the PATH, a folder for each version. */
  private static Optional<Path> programs() throws IOException {
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
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .findFirst();
  }

  static PostgresServer start() throws IOException {
    Path folder = Files.createTempDirectory("stario-postgres");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (ROOT) {
      // The server refuses to run as root.
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    var server = new PostgresServer(folder, programs().orElseThrow(), port);
    server.run(
        "initdb",
        "-D",
        server.data(),
        "-U",
        "owner",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
        "-A",
        "scram-sha-256",
        "--pwfile",
        password.toString());
    server.on();
    return server;
  }

  void on() throws IOException {
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
        "-c listen_addresses=127.0.0.1 -c port="
            + port
            + " -c unix_socket_directories="
            + folder
            + " -c max_connections=40",
        "start");
  }

  /** As a crash of the machine: nothing is finished, clients find their connections broken. */
  void crash() throws IOException {
    run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  String address(String user, String database) {
    return "postgresql://" + user + "@127.0.0.1:" + port + "/" + database;
  }

  PostgresJournal journal(String user) {
    return journal(user, "postgres");
  }

  PostgresJournal journal(String user, String database) {
    return new PostgresJournal(parsed(user, database));
  }

  PostgresLedger ledger(String user) {
    return new PostgresLedger(parsed(user, "postgres"));
  }

  PostgresApprovals approvals(String user) {
    return new PostgresApprovals(parsed(user, "postgres"));
  }

  private PostgresAddress parsed(String user, String database) {
    return switch (PostgresAddress.parse(
        "the test", address(user, database), Map.of("PGPASSWORD", PASSWORD))) {
      case Answer.Given<PostgresAddress>(var address) -> address;
      case Answer.Refused<PostgresAddress>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=stario_journal",
        user,
        PASSWORD);
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connect("owner");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    // Not a pipe: the server keeps its end open.
    Path said = Files.createTempFile("stario-postgres", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int code = end(process);
    String words = Files.readString(said);
    Files.delete(said);
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + words);
    }
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static int end(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
