package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.adapters.sqlite.SqliteJournal;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.testkit.Fixtures;

/** Whether anybody changed the record, and the record for those who were not there. */
class AuditTest {

  private static final RunId FIRST = new RunId("0131-aaaaa");
  private static final RunId SECOND = new RunId("0131-bbbbb");

  @TempDir private Path folder;
  private Machine machine;
  private Head head = Head.NONE;

  @BeforeEach
  void two_runs() {
    machine = new Machine(folder);
    try (SqliteJournal journal = new SqliteJournal(database())) {
      for (RunId run : List.of(FIRST, SECOND)) {
        journal.append(run, 0, List.of(Fixtures.started(Fixtures.NOW, "api")));
        for (int i = 1; i <= 4; i++) {
          journal.append(run, i, List.of(Fixtures.intended("api", i)));
        }
        var ended = new RunEvent.Ended(Fixtures.NOW.plusSeconds(9), RunResult.COMPLETE);
        if (journal.append(run, 5, List.of(ended)) instanceof Appending.Appended done) {
          head = new Head(done.events(), done.hash());
        }
      }
    }
  }

  private Path database() {
    return folder.resolve("state/journal.db");
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path export() {
    Path file = folder.resolve("audit.jsonl");
    Outcome outcome = machine.stario("audit", "export", "-o", file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return file;
  }

  @Test
  void a_journal_that_nobody_touched_is_sound() {
    Outcome all = machine.stario("runs", "verify");
    Outcome one = machine.stario("runs", "verify", "0131-a");

    assertThat(all.code()).isZero();
    assertThat(all.out()).contains("2 runs, 12 events");
    assertThat(one.out()).contains("1 run, 6 events");
  }

  @Test
  void a_journal_without_runs_is_not_said_to_be_sound() {
    machine.set("STARIO_STATE", folder.resolve("other").toString());

    assertThat(machine.stario("runs", "verify").out()).isEqualTo("No runs yet.\n");
  }

  @Test
  void an_edited_event_is_named_with_its_run_and_the_code() throws Exception {
    sql("update events set body = replace(body, '\"attempt\":2', '\"attempt\":9')");

    Outcome outcome = machine.stario("runs", "verify");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("0131-aaaaa  3", "0131-bbbbb  3", "edited", "was changed after it had been");
    assertThat(outcome.err()).contains("journal-altered", "The journal is not what was written");
    assertThat(outcome.err()).contains("2 differences");
  }

  @Test
  void a_result_that_was_edited_in_the_list_of_runs_is_found() throws Exception {
    sql("update runs set result = 'failed' where id = '0131-aaaaa'");

    assertThat(machine.stario("runs", "verify", "0131-aaaaa").out())
        .contains("edited", "Its line in the list of runs is not what its events say.");
    assertThat(machine.stario("runs", "verify", "0131-bbbbb").code()).isZero();
  }

  @Test
  void a_run_taken_out_of_the_list_is_found_by_its_events() throws Exception {
    sql("delete from runs where id = '0131-aaaaa'");

    assertThat(machine.stario("runs", "verify").out())
        .contains("0131-aaaaa", "removed", "Its line in the list of runs was taken out.");
  }

  @Test
  void an_event_that_is_no_event_is_unreadable_although_its_checksums_fit() throws Exception {
    sql("delete from events where run = '0131-aaaaa' and seq > 1");
    var entry =
        uz.stario.rollback.audit.Entry.after(
            new Head(1, text("select hash from events where run = '0131-aaaaa'")),
            FIRST,
            "x",
            "x",
            "x",
            "not JSON");
    sql(
        "insert into events values ('0131-aaaaa', 2, 'x', 'x', 'x', 'not JSON', '%s', '%s')"
            .formatted(entry.previous(), entry.hash()));
    sql("update runs set events = 2, hash = '%s' where id = '0131-aaaaa'".formatted(entry.hash()));

    assertThat(machine.stario("runs", "verify", "0131-a").out())
        .contains("unreadable", "Event 2 can't be read: It is not JSON");
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  @Test
  void what_a_lock_says_of_the_end_shows_that_the_whole_end_was_cut_off() throws Exception {
    assertThat(machine.stario("runs", "verify", "0131-b", "--head", head.toString()).code())
        .isZero();
    sql("delete from events where run = '0131-bbbbb' and seq > 4");
    sql(
        """
        update runs set events = 4, ended_at = null, result = null,
          hash = (select hash from events where run = runs.id and seq = 4)
        where id = '0131-bbbbb'
        """);

    assertThat(machine.stario("runs", "verify", "0131-b").code()).isZero();
    assertThat(machine.stario("runs", "verify", "0131-b", "--head", head.toString()).out())
        .contains("truncated", "4 of 6 events are there");
  }

  @Test
  void a_head_that_is_none_or_of_no_run_is_a_usage_error() {
    assertThat(machine.stario("runs", "verify", "0131-b", "--head", "12").code()).isEqualTo(2);
    assertThat(machine.stario("runs", "verify", "--head", head.toString()).code()).isEqualTo(2);
    assertThat(machine.stario("runs", "verify", "nobody").code()).isEqualTo(2);
    assertThat(machine.stario("audit").code()).isEqualTo(2);
    assertThat(machine.stario("audit", "exprot").err()).contains("Did you mean", "export");
  }

  @Test
  void verification_can_be_read_by_a_program() throws Exception {
    sql("delete from events where seq = 3 and run = '0131-aaaaa'");

    JsonNode json = JsonMapper.shared().readTree(machine.stario("runs", "verify", "--json").out());

    assertThat(json.path("sound").asBoolean(true)).isFalse();
    assertThat(json.path("broken").get(0).path("run").asString("")).isEqualTo("0131-aaaaa");
    assertThat(json.path("broken").get(0).path("seq").asInt(0)).isEqualTo(3);
    assertThat(json.path("broken").get(0).path("kind").asString("")).isEqualTo("removed");
  }

  @Test
  void each_line_of_an_export_says_who_when_and_why() throws Exception {
    List<String> lines = Files.readAllLines(export());

    assertThat(lines).hasSize(13);
    for (String line : lines.subList(0, 12)) {
      JsonNode json = JsonMapper.shared().readTree(line);
      assertThat(json.path("who").asString("")).isEqualTo("olim@laptop");
      assertThat(json.path("at").asString("")).startsWith("20");
      assertThat(json.has("why")).isTrue();
      assertThat(json.path("account").asString("")).isEqualTo(System.getProperty("user.name"));
      assertThat(json.path("event").path("type").asString(""))
          .isEqualTo(json.path("type").asString(" "));
    }
    assertThat(lines.getLast()).contains("\"type\":\"end\",\"runs\":2,\"events\":12");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export2())))
        .isEqualTo("rw-------");
  }

  private Path export2() {
    return folder.resolve("audit.jsonl");
  }

  @Test
  void an_export_is_sound_by_itself_and_against_the_journal() {
    Path file = export();

    Outcome here = machine.stario("audit", "verify", file.toString());
    machine.set("STARIO_STATE", folder.resolve("elsewhere").toString());
    Outcome elsewhere = machine.stario("audit", "verify", file.toString());

    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.out()).contains("2 runs, 12 events");
    assertThat(here.err()).isEmpty();
    assertThat(elsewhere.code()).isZero();
    assertThat(elsewhere.err()).contains("only checked by itself");
  }

  @Test
  void an_export_to_standard_output_is_the_same_and_can_be_of_one_run() throws Exception {
    Outcome one = machine.stario("audit", "export", "--run", "0131-b");
    Path file = machine.file("one.jsonl", one.out());

    assertThat(one.out().lines()).hasSize(7);
    assertThat(machine.stario("audit", "verify", file.toString()).code()).isZero();
    assertThat(machine.stario("audit", "export").out()).isEqualTo(Files.readString(export()));
    assertThat(machine.stario("audit", "export", "--since", "1m").out().lines()).hasSize(1);
    assertThat(machine.stario("audit", "export", "--since", "2000-01-01T00:00:00Z").out().lines())
        .hasSize(13);
  }

  @Test
  void an_export_does_not_write_over_another() throws Exception {
    Path file = export();
    Files.writeString(file, "older");

    Outcome again = machine.stario("audit", "export", "-o", file.toString());

    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("It exists");
    assertThat(file).hasContent("older");
  }

  @Test
  void whatever_is_done_to_a_line_of_an_export_is_found() throws Exception {
    Path file = export();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      assertThat(altered(file, without)).as("without line " + (i + 1)).isEqualTo(1);
      List<String> twice = new ArrayList<>(lines);
      twice.add(i, lines.get(i));
      assertThat(altered(file, twice)).as("line " + (i + 1) + " twice").isEqualTo(1);
    }
    for (String field :
        List.of("api", "at\":\"20", "attempt\":3", "started", "hash\":\"", "seq\":4")) {
      int line =
          IntStream.range(0, 6).filter(i -> lines.get(i).contains(field)).findFirst().orElseThrow();
      List<String> edited = new ArrayList<>(lines);
      edited.set(line, lines.get(line).replace(field, field + "1"));
      assertThat(altered(file, edited)).as(field).isEqualTo(1);
    }
    List<String> swapped = new ArrayList<>(lines);
    swapped.set(2, lines.get(3));
    swapped.set(3, lines.get(2));
    Files.write(file, swapped);
    assertThat(machine.stario("audit", "verify", file.toString()).out())
        .contains("reordered", "Events 3 and 4 have changed places.");
  }

  private int altered(Path file, List<String> lines) throws Exception {
    Files.write(file, lines);
    return machine.stario("audit", "verify", file.toString()).code();
  }

  @Test
  void an_export_finds_what_was_cut_out_of_the_journal_later() throws Exception {
    Path file = export();
    sql("delete from events where run = '0131-aaaaa'");
    sql("delete from runs where id = '0131-aaaaa'");
    assertThat(machine.stario("runs", "verify").code()).isZero();

    Outcome outcome = machine.stario("audit", "verify", file.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("0131-aaaaa", "removed", "no longer has this run");
    assertThat(outcome.err()).contains("The journal is not what was written");
  }

  @Test
  void a_run_that_went_on_after_the_export_is_no_difference() {
    Path file = export();
    try (SqliteJournal journal = new SqliteJournal(database())) {
      journal.append(FIRST, 6, List.of(Fixtures.intended("api", 9)));
    }

    assertThat(machine.stario("audit", "verify", file.toString()).code()).isZero();
  }

  @Test
  void a_file_that_is_no_export_is_said_to_be_none() throws Exception {
    Path junk = machine.file("junk", "{}\nnot json\n");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(machine.stario("audit", "verify", junk.toString()).out())
        .contains("Line 1 can't be read", "Line 2 can't be read", "last line is missing");
    assertThat(machine.stario("audit", "verify", binary.toString()).code()).isEqualTo(2);
    assertThat(machine.stario("audit", "verify", "nowhere").code()).isEqualTo(2);
    assertThat(machine.stario("audit", "verify", folder.toString()).code()).isEqualTo(2);
  }

  @Test
  void a_run_of_a_newer_version_is_shown_as_far_as_it_is_understood() throws Exception {
    sql(
        "update events set type = 'teleported', body ="
            + " '{\"schemaVersion\":1,\"type\":\"teleported\"}' where run = '0131-aaaaa' and seq ="
            + " 3");

    Outcome show = machine.stario("show", "0131-a");

    assertThat(show.code()).isEqualTo(1);
    assertThat(show.err())
        .contains("teleported", "only a newer version knows", "effect-intended", "program-too-old");
    assertThat(machine.stario("audit", "export", "--run", "0131-a").out()).contains("teleported");
  }
}
