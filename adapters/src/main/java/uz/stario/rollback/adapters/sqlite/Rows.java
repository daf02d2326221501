package uz.stario.rollback.adapters.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.port.Journal.Summary;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/** The statements on the journal's tables. Whoever uses them holds the lock of the connection. */
record Rows(Connection connection) {

  private static final int NAMED_LIMIT = 20;

  /** Sorts behind every text that begins with what stands before it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  Appending append(RunId run, long expected, List<Row> rows) throws SQLException {
    // Immediate: takes the write lock before counting, so that nobody else can append in between.
    execute("begin immediate");
    long present = count(run);
    if (present != expected || rows.isEmpty()) {
      execute("rollback");
      return present == expected
          ? new Appending.Appended(present)
          : new Appending.Conflict(present);
    }
    for (Row row : rows) {
      summarize(run, row);
    }
    insert(run, expected, rows);
    execute("commit");
    return new Appending.Appended(expected + rows.size());
  }

  private long count(RunId run) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select coalesce(max(seq), 0) from events where run = ?")) {
      query.setString(1, run.value());
      try (ResultSet row = query.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  private void insert(RunId run, long expected, List<Row> rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into events (run, seq, at, type, body) values (?, ?, ?, ?, ?)")) {
      long seq = expected;
      for (Row row : rows) {
        seq++;
        insert.setString(1, run.value());
        insert.setLong(2, seq);
        insert.setString(3, row.at());
        insert.setString(4, row.type());
        insert.setString(5, row.body());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void summarize(RunId run, Row row) throws SQLException {
    switch (row.event()) {
      case RunEvent.Started started ->
          update(
              """
              insert into runs (id, started_at, environment, services, requester)
              values (?, ?, ?, ?, ?)
              on conflict do nothing
              """,
              run.value(),
              row.at(),
              started.plan().environment(),
              Json.write(started.plan().services()),
              started.requester());
      case RunEvent.Ended ended ->
          update(
              "update runs set ended_at = ?, result = ? where id = ?",
              row.at(),
              EventJson.word(ended.result()),
              run.value());
      case RunEvent.EffectIntended _,
          RunEvent.EffectEnded _,
          RunEvent.Observed _,
          RunEvent.TimerFired _,
          RunEvent.StopAsked _,
          RunEvent.Resumed _,
          RunEvent.Looked _,
          RunEvent.Asked _,
          RunEvent.Treated _,
          RunEvent.LockLost _,
          RunEvent.StepEnded _ -> {}
    }
  }

  List<RunEvent> events(RunId run) throws SQLException, Refusal {
    try (PreparedStatement query =
        connection.prepareStatement("select body from events where run = ? order by seq")) {
      query.setString(1, run.value());
      List<RunEvent> events = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          switch (EventJson.read(row.getString(1))) {
            case Answer.Given<RunEvent>(RunEvent event) -> events.add(event);
            case Answer.Refused<RunEvent>(var problem) -> throw new Refusal(problem);
          }
        }
      }
      return events;
    }
  }

  List<Summary> summaries(int limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select id, started_at, ended_at, result, environment, services, requester
            from runs order by started_at desc, id desc limit ?
            """)) {
      query.setInt(1, limit);
      List<Summary> summaries = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          summaries.add(
              new Summary(
                  new RunId(row.getString(1)),
                  Instant.parse(row.getString(2)),
                  Optional.ofNullable(row.getString(3)).map(Instant::parse),
                  Optional.ofNullable(row.getString(4)).flatMap(Rows::result),
                  row.getString(5),
                  Json.texts(row.getString(6)).orElse(List.of()),
                  row.getString(7)));
        }
      }
      return summaries;
    }
  }

  private static Optional<RunResult> result(String word) {
    return EventJson.result(word);
  }

  List<RunId> named(String prefix) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select id from runs where id >= ? and id < ?
            order by started_at desc, id desc limit\s
            """
                + NAMED_LIMIT)) {
      query.setString(1, prefix);
      query.setString(2, prefix + LAST);
      List<RunId> runs = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          runs.add(new RunId(row.getString(1)));
        }
      }
      return runs;
    }
  }

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setString(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
