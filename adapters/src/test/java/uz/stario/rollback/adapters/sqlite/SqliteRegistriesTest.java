package uz.stario.rollback.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.SettableClock;
import uz.stario.rollback.testkit.TargetsContract;

/** The contract on a file, real processes on it, and what disks and people do to it. */
class SqliteRegistriesTest extends TargetsContract {

  @TempDir Path folder = Path.of("");

  @Override
  protected Registries another() {
    return new SqliteRegistries(file(), "https://cluster/stario");
  }

  private Path file() {
    return folder.resolve("state/locks.db");
  }

  @Test
  void environments_do_not_stand_in_each_others_way() {
    held(acquire(another()));

    held(acquire(new SqliteRegistries(file(), "https://cluster/another")));
  }

  @Test
  void of_real_processes_that_want_one_target_exactly_one_has_it() throws Exception {
    held(acquire(new SqliteRegistries(file(), "warm-up")));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(contender(i));
    }
    List<String> answers = new ArrayList<>();
    for (Process process : processes) {
      answers.add(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
      assertThat(process.waitFor()).isZero();
    }

    String winner =
        answers.stream().filter(a -> a.startsWith("held run")).findFirst().orElseThrow();
    assertThat(answers)
        .containsOnly(winner, winner.replace("held", "held by"))
        .containsOnlyOnce(winner);
  }

  @Test
  void a_file_that_was_removed_is_a_lock_that_was_lost() throws IOException {
    var lease = held(acquire(another())).lease();
    Files.delete(file());

    assertThat(lease.renew("n")).isInstanceOf(Renewal.Lost.class);
    assertThat(lease.release()).isEmpty();
  }

  @Test
  void a_registry_that_was_edited_is_refused_with_what_to_do() throws SQLException {
    held(acquire(another()));
    execute("update locks set registry = replace(registry, 'api', 'web')");

    Problem problem = refused(acquire(another()));

    assertThat(problem.code()).isEqualTo(ErrorCode.LOCK_UNAVAILABLE);
    assertThat(problem.why()).contains("edited");
    assertThat(problem.next()).contains("remove " + file());
  }

  @Test
  void another_programs_database_and_a_newer_versions_are_left_alone()
      throws SQLException, IOException {
    Files.createDirectories(folder.resolve("state"));
    execute("create table theirs (x)");
    assertThat(refused(acquire(another())).why()).contains("something else");
    Files.delete(file());
    held(acquire(another()));
    execute("pragma user_version = 2");

    assertThat(refused(acquire(another())).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  @Test
  void a_file_that_is_no_database_is_said_to_be_damaged() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(file(), "no database, however long this text is ".repeat(100));

    assertThat(refused(acquire(another())).why()).contains("damaged");
  }

  @Test
  void another_process_that_hangs_in_a_transaction_is_waited_for_only_so_long()
      throws SQLException {
    held(acquire(another()));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      Settings hasty = new Settings(Duration.ofMillis(1), OptionalInt.empty(), 0);

      Problem problem =
          refused(acquire(new SqliteRegistries(file(), "https://cluster/stario", hasty)));

      assertThat(problem.why()).isEqualTo("Another process keeps it locked.");
    }
  }

  @Test
  void a_full_disk_refuses_to_lock() {
    Settings tiny = new Settings(Duration.ofSeconds(1), OptionalInt.of(1), 0);

    Problem problem = refused(acquire(new SqliteRegistries(file(), "e", tiny)));

    assertThat(problem.why()).isEqualTo("The disk is full.");
  }

  private Process contender(int number) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Contender.class.getName(),
            file().toString(),
            "run-" + number)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes the one target as a process of its own, says who has it, and dies without a word. */
  static final class Contender {
    private Contender() {}

    /**
     * @param arguments the file and the run
     */
    public static void main(String[] arguments) {
      var registries = new SqliteRegistries(Path.of(arguments[0]), "shared");
      System.out.println(
          switch (acquire(registries, arguments[1])) {
            case Acquiring.Held held -> "held " + held.lease().holding().run();
            case Acquiring.HeldBy by -> "held by " + by.conflicts().getFirst().holding().run();
            case Acquiring.Refused(Problem problem) -> problem.sentence();
          });
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = raw.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Acquiring.Held held(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return (Acquiring.Held) answer;
  }

  private static Problem refused(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Refused.class);
    return ((Acquiring.Refused) answer).problem();
  }

  private static Acquiring acquire(Registries registries) {
    return acquire(registries, "r");
  }

  private static Acquiring acquire(Registries registries, String run) {
    return new RegistryTargets(registries, new SettableClock(Fixtures.NOW), Processes.UNKNOWN)
        .acquire(
            new TreeSet<>(List.of(new TargetKey("deployment/api"))),
            new RunId(run),
            new Owner("olim", "laptop", "", ProcessHandle.current().pid(), Fixtures.NOW),
            List.of());
  }
}
