package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.platform.StoreServers;

/** A rollback looks at the schema of the platform's own database first. */
class SchemaTest {

  private static final String POSTER = "poster-gen";
  private static final String URL = "SHOP_DATABASE_URL";

  private static final String WITH_SCHEMA =
      """
      workloads: [deployment/poster-gen]
          schema: { database: main, knows: { "v1.2.*": [abc123] } }\
      """;

  @TempDir private Path folder;
  private StoreServers servers;
  private Platform platform;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    servers = RealStores.start();
    platform = Platform.in(folder).live(List.of(POSTER), "v1.2.3", "v1.2.4");
    machine =
        platform
            .machine()
            .playbook(
                platform
                    .playbook("    databases:\n      main: { url: { env: " + URL + " } }\n")
                    .replace("workloads: [deployment/poster-gen]", WITH_SCHEMA))
            .set(URL, servers.stores().database());
  }

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void the_schema_that_the_version_knows_lets_it_through_without_a_word() {
    Outcome rollback = machine.stario("rollback", POSTER, "--yes");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.out()).doesNotContain("schema");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
  }

  @Test
  void a_schema_that_the_version_does_not_know_is_refused_whatever_yes_was_given()
      throws Exception {
    migrated();
    String before = platform.state();

    Outcome plan = machine.stario("plan", POSTER);
    assertThat(plan.code()).isEqualTo(3);
    assertThat(words(plan.out()))
        .contains("blocker", "Cannot roll back poster-gen to v1.2.3", "it knows abc123");
    for (String yes : List.of("--yes", "--now")) {
      Outcome refused = machine.stario("rollback", POSTER, yes);

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("plan-blocked");
      assertThat(words(refused.err()))
          .contains("main is at e4b92f60a8d5", "--skip-schema REASON", "Nothing was changed.");
    }
    assertThat(platform.state()).isEqualTo(before);
  }

  @Test
  void a_reason_overrules_it_and_stays_in_the_record() throws Exception {
    migrated();

    Outcome rollback =
        machine.stario("rollback", POSTER, "--yes", "--skip-schema", "posters read no genres");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    PastRuns runs = new PastRuns(machine);
    assertThat(runs.events(new RunId(runs.newest())).getFirst().toString())
        .contains("posters read no genres");
  }

  @Test
  void a_database_that_nobody_can_ask_is_warned_of_and_holds_nothing_up() {
    String address = servers.stores().database();
    machine.unset(URL);
    Outcome unset = machine.stario("plan", POSTER);
    assertThat(unset.code()).isZero();
    assertThat(words(unset.out()))
        .contains("warning", "Nobody knows whether the schema fits", URL + " is not set");

    servers.close();
    machine.set(URL, address);
    Outcome rollback = machine.stario("rollback", POSTER, "--now");
    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(words(rollback.out())).contains("can't be reached");
  }

  /** As the release v1.3.0 leaves the note; only the note is read. */
  private void migrated() throws SQLException {
    String address = servers.stores().database();
    java.net.URI uri = java.net.URI.create(address);
    String[] user = uri.getUserInfo().split(":", 2);
    String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    try (Connection connection = DriverManager.getConnection(jdbc, user[0], user[1]);
        Statement statement = connection.createStatement()) {
      statement.execute("update alembic_version set version_num = 'e4b92f60a8d5'");
    }
  }

  /** Without the breaks of lines. */
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
