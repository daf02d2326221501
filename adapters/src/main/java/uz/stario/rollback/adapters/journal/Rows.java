package uz.stario.rollback.adapters.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.port.Journal.Summary;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * The statements on a journal's tables, which all stores understand. Transactions, and that nobody
 * else appends in between, are the store's part. Not thread-safe.
 *
 * @param account who writes, as the store knows it
 */
public record Rows(Connection connection, String account) {

  private static final int NAMED_LIMIT = 20;

  /** Sorts behind every text that begins with what stands before it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final String SUMMARY =
      "select id, started_at, ended_at, result, environment, services, requester from runs ";

  /** Where a run's record ends; empty when there is no such run. */
  public Optional<Head> head(RunId run) throws SQLException {
    return first(
        "select events, hash from runs where id = ?",
        row -> new Head(row.getLong(1), row.getString(2)),
        run.value());
  }

  /**
   * Appends to what ends with {@code head}.
   *
   * @param head {@link Head#NONE} to start a run that is not there
   * @return where the record ends now
   */
  public Head write(RunId run, Head head, List<Row> rows) throws SQLException {
    Head now = head;
    List<Entry> entries = new ArrayList<>();
    for (Row row : rows) {
      Entry entry = Entry.after(now, run, row.at(), row.type(), account, row.body());
      entries.add(entry);
      now = entry.head();
    }
    if (head.events() == 0) {
      start(run, rows.getFirst(), now);
    } else {
      update(
          "update runs set events = ?, hash = ? where id = ?",
          now.events(),
          now.hash(),
          run.value());
    }
    insert(entries);
    for (Row row : rows) {
      if (row.event() instanceof RunEvent.Ended ended) {
        update(
            "update runs set ended_at = ?, result = ? where id = ?",
            row.at(),
            EventJson.word(ended.result()),
            run.value());
      }
    }
    return now;
  }

  private void start(RunId run, Row row, Head head) throws SQLException {
    var started = (RunEvent.Started) row.event();
    update(
        """
        insert into runs (id, started_at, environment, services, requester, events, hash)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        run.value(),
        row.at(),
        Listed.text(started.plan().environment()),
        Json.write(started.plan().services()),
        Listed.text(started.requester()),
        head.events(),
        head.hash());
  }

  /** Inserts entries as they are. */
  public void insert(List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into events (run, seq, at, type, account, body, previous, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Entry entry : entries) {
        set(
            insert,
            entry.run().value(),
            entry.seq(),
            entry.at(),
            entry.type(),
            entry.by(),
            entry.body(),
            entry.previous(),
            entry.hash());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * The events of a run in order, or why one of them can't be understood.
   *
   * @param after how many are left out from the first one on
   */
  public Answer<List<RunEvent>> events(RunId run, long after) throws SQLException {
    List<RunEvent> events = new ArrayList<>();
    List<Answer<RunEvent>> read =
        all(
            "select body from events where run = ? and seq > ? order by seq",
            row -> EventJson.read(row.getString(1)),
            run.value(),
            after);
    for (Answer<RunEvent> answer : read) {
      switch (answer) {
        case Answer.Given<RunEvent>(RunEvent event) -> events.add(event);
        case Answer.Refused<RunEvent>(var problem) -> {
          return Answer.refused(problem);
        }
      }
    }
    return Answer.given(events);
  }

  public List<Entry> entries(RunId run) throws SQLException {
    return all(
        """
        select seq, at, type, account, body, previous, hash from events where run = ? order by seq
        """,
        row ->
            new Entry(
                run,
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7)),
        run.value());
  }

  /** The newest first. */
  public List<Summary> summaries(int limit) throws SQLException {
    return all(SUMMARY + "order by started_at desc, id desc limit ?", Rows::summary, limit);
  }

  /** What the list of runs says of one. */
  public Optional<Summary> summary(RunId run) throws SQLException {
    return first(SUMMARY + "where id = ?", Rows::summary, run.value());
  }

  private static Summary summary(ResultSet row) throws SQLException {
    return new Summary(
        new RunId(row.getString(1)),
        Instant.parse(row.getString(2)),
        Optional.ofNullable(row.getString(3)).map(Instant::parse),
        Optional.ofNullable(row.getString(4)).flatMap(EventJson::result),
        row.getString(5),
        Json.texts(row.getString(6)).orElse(List.of()),
        row.getString(7));
  }

  /** Those whose names begin so, the newest first, at most 20. */
  public List<RunId> named(String prefix) throws SQLException {
    return all(
        """
        select id from runs where id >= ? and id < ? order by started_at desc, id desc limit ?
        """,
        row -> new RunId(row.getString(1)),
        Listed.text(prefix),
        Listed.text(prefix) + LAST,
        NAMED_LIMIT);
  }

  /** The oldest first; before them those that have events but are missing in the list of runs. */
  public List<RunId> all() throws SQLException {
    List<RunId> runs =
        all(
            "select distinct run from events where run not in (select id from runs) order by run",
            row -> new RunId(row.getString(1)));
    runs.addAll(
        all("select id from runs order by started_at, id", row -> new RunId(row.getString(1))));
    return runs;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(String sql, Reading<T> reading, Object... values) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      set(query, values);
      List<T> read = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          read.add(reading.read(row));
        }
      }
      return read;
    }
  }

  private <T> Optional<T> first(String sql, Reading<T> reading, Object... values)
      throws SQLException {
    return all(sql, reading, values).stream().findFirst();
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      set(update, values);
      update.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
