package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.platform.Flaw;
import uz.stario.rollback.sandbox.platform.StoreServers;
import uz.stario.rollback.testkit.RegistryProcess;

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

  /** Of its versions the playbook says nothing, or only which label of their images does. */
  private void nothingDeclared(String more) throws Exception {
    machine.playbook(
        platform
            .playbook("    databases:\n      main: { url: { env: " + URL + " } }\n")
            .replace(
                "workloads: [deployment/poster-gen]",
                "workloads: [deployment/poster-gen]\n    schema: { database: main" + more + " }"));
  }

  @Test
  void what_a_release_was_recorded_with_tells_what_it_knows() throws Exception {
    nothingDeclared("");
    Outcome before = machine.stario("plan", POSTER);
    assertThat(words(before.out())).contains("nor its release in the ledger says what it knows");
    Outcome heads =
        machine.stario(
            "release",
            "record",
            "v1.2.3",
            "-e",
            "sandbox",
            "--service",
            POSTER,
            "--schema",
            "abc123 (head)");
    assertThat(heads.code()).isEqualTo(2);
    assertThat(heads.err()).contains("\"(head)\" is no revision", "separated by commas");

    Outcome recorded =
        machine.stario(
            "release",
            "record",
            "v1.2.3",
            "-e",
            "sandbox",
            "--service",
            POSTER,
            "--schema",
            "abc123");
    assertThat(recorded.code()).as(recorded.err()).isZero();
    assertThat(machine.stario("plan", POSTER).out()).doesNotContain("schema");
    migrated();
    Outcome blocked = machine.stario("plan", POSTER);
    assertThat(blocked.code()).isEqualTo(3);
    assertThat(words(blocked.out()))
        .contains("main is at e4b92f60a8d5", "does not know e4b92f60a8d5 (it knows abc123)");
  }

  @Test
  @EnabledIf("uz.stario.rollback.testkit.RegistryProcess#isInstalled")
  void the_label_of_an_image_tells_what_it_knows() throws Exception {
    try (RegistryProcess registry = RegistryProcess.start()) {
      for (String version : List.of("v1.2.5", "v1.2.6")) {
        var image =
            registry.push(POSTER, version, Map.of("uz.stario.schema", "abc123,d3486c1f9ea7"));
        platform.sandbox().publish(image.reference(), new Flaw.None());
        platform.image(POSTER, image.reference(), "release " + version);
        platform.settled(POSTER);
      }
      nothingDeclared(", label: uz.stario.schema");

      Outcome stranger = machine.stario("plan", POSTER);
      assertThat(stranger.code()).isZero();
      assertThat(words(stranger.out()))
          .contains(
              "the label uz.stario.schema of its image",
              "no login for it was found",
              "docker login " + registry.host());

      Files.writeString(
          folder.resolve("logins.json"),
          "{\"auths\": {\"%s\": {\"username\": \"%s\", \"password\": \"%s\"}}}"
              .formatted(registry.host(), RegistryProcess.USER, RegistryProcess.PASSWORD));
      machine.set("REGISTRY_AUTH_FILE", folder.resolve("logins.json").toString());
      migrated();
      Outcome blocked = machine.stario("rollback", POSTER, "--yes");
      assertThat(blocked.code()).isEqualTo(3);
      assertThat(words(blocked.err()))
          .contains("does not know e4b92f60a8d5 (it knows abc123, d3486c1f9ea7)");
      noted("d3486c1f9ea7");
      Outcome rollback = machine.stario("rollback", POSTER, "--yes");
      assertThat(rollback.code()).as(rollback.err()).isZero();
      assertThat(rollback.out()).doesNotContain("schema");
      assertThat(platform.version(POSTER)).isEqualTo("v1.2.5");
    }
  }

  @Test
  @EnabledIf("uz.stario.rollback.testkit.RegistryProcess#isInstalled")
  void a_registry_that_is_not_there_is_warned_of_and_holds_nothing_up() throws Exception {
    String host;
    try (RegistryProcess registry = RegistryProcess.start()) {
      host = registry.host();
    }
    for (String version : List.of("v1.2.5", "v1.2.6")) {
      String image = host + "/" + POSTER + ":" + version;
      platform.sandbox().publish(image, new Flaw.None());
      platform.image(POSTER, image, "release " + version);
      platform.settled(POSTER);
    }
    nothingDeclared(", label: uz.stario.schema");

    Outcome rollback = machine.stario("rollback", POSTER, "--now");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(words(rollback.out())).contains("Its registry: the connection was refused");
  }

  /** As the release v1.3.0 leaves the note; only the note is read. */
  private void migrated() throws SQLException {
    noted("e4b92f60a8d5");
  }

  private void noted(String revision) throws SQLException {
    String address = servers.stores().database();
    java.net.URI uri = java.net.URI.create(address);
    String[] user = uri.getUserInfo().split(":", 2);
    String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    try (Connection connection = DriverManager.getConnection(jdbc, user[0], user[1]);
        Statement statement = connection.createStatement()) {
      statement.execute("update alembic_version set version_num = '" + revision + "'");
    }
  }

  /** Without the breaks of lines. */
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
