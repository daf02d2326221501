package uz.stario.rollback.adapters.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.json.ReleaseJson;
import uz.stario.rollback.port.Ledger.Query;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;

/**
 * The ledger's tables in SQL that SQLite and PostgreSQL both understand; in the caller's
 * transaction.
 *
 * <p>A release's {@code body} is the truth; the other columns are derived from it to search by.
 * Only {@code account} is the server's where there is one.
 */
final class LedgerRows {

  // Always nine digits of a second, so that the order of the texts is the order of time.
  private static final DateTimeFormatter SORTABLE =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private static final String NEXT =
      "Move the ledger away (keep it), or set STARIO_STATE to another folder.";

  private final Connection connection;
  private final String schema;

  /**
   * @param schema before the names of tables: empty or {@code name.}
   */
  LedgerRows(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** Whether it was not there before. */
  boolean insert(Release release) throws SQLException {
    return update(
            "insert into @releases (id, at, environment, version, services, account, body)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
            List.of(
                release.id(),
                SORTABLE.format(release.at()),
                release.environment(),
                release.version(),
                "\n" + String.join("\n", release.services().keySet()) + "\n",
                release.by(),
                ReleaseJson.write(release)))
        == 1;
  }

  void insert(Judgement judgement) throws SQLException {
    update(
        "insert into @judgements (release, at, health, reason, account) values (?, ?, ?, ?, ?)",
        List.of(
            judgement.release(),
            SORTABLE.format(judgement.at()),
            judgement.health().word(),
            judgement.reason(),
            judgement.by()));
  }

  Optional<Release> release(String id) throws SQLException, Refusal {
    return releases("select id, account, body from @releases where id = ?", List.of(id)).stream()
        .findFirst();
  }

  /** The key under a name; the one given where there was none. */
  byte[] key(String name, byte[] fresh) throws SQLException {
    update(
        "insert into @keys (name, value) values (?, ?) on conflict (name) do nothing",
        List.of(name, HexFormat.of().formatHex(fresh)));
    try (PreparedStatement query = prepare("select value from @keys where name = ?")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return HexFormat.of().parseHex(row.getString(1));
      }
    }
  }

  List<LedgerEntry> list(Query query) throws SQLException, Refusal {
    List<String> values = new ArrayList<>();
    String page = page(query, values);
    Map<String, List<Judgement>> judgements = judgements(page, values);
    List<LedgerEntry> entries = new ArrayList<>();
    for (Release release : releases(page, values)) {
      entries.add(new LedgerEntry(release, judgements.getOrDefault(release.id(), List.of())));
    }
    return entries;
  }

  private static String page(Query query, List<String> values) {
    StringBuilder sql = new StringBuilder("select id, account, body from @releases where true");
    query
        .environment()
        .ifPresent(environment -> {
          sql.append(" and environment = ?");
          values.add(environment);
        });
    query
        .service()
        .ifPresent(service -> {
          sql.append(" and services like ? escape '!'");
          values.add("%\n" + service.replaceAll("([!%_])", "!$1") + "\n%");
        });
    query
        .name()
        .ifPresent(name -> {
          sql.append(" and (version = ? or id = ?)");
          values.add(name);
          values.add(name);
        });
    query
        .before()
        .ifPresent(place -> {
          sql.append(" and (at, id) < (?, ?)");
          values.add(SORTABLE.format(place.at()));
          values.add(place.id());
        });
    return sql.append(" order by at desc, id desc limit ").append(query.limit()).toString();
  }

  private List<Release> releases(String sql, List<String> values) throws SQLException, Refusal {
    List<Release> found = new ArrayList<>();
    try (PreparedStatement query = prepare(sql)) {
      set(query, values);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(release(row.getString(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return found;
  }

  private static Release release(String id, String account, String body) throws Refusal {
    String what = "release " + id + " of the ledger";
    Answer<Release> answer = ReleaseJson.read(body, what, NEXT);
    // No switch: its patterns are linked anew in every process, which a list would feel.
    if (answer instanceof Answer.Refused<Release>(Problem problem)) {
      throw new Refusal(problem);
    }
    Release release = ((Answer.Given<Release>) answer).value();
    if (!release.id().equals(id)) {
      throw new Refusal(damaged(what, "What it says does not fit its id."));
    }
    return release.by(account);
  }

  private Map<String, List<Judgement>> judgements(String page, List<String> values)
      throws SQLException, Refusal {
    Map<String, List<Judgement>> found = new HashMap<>();
    try (PreparedStatement query =
        prepare(
            "select release, health, reason, account, at from @judgements where release in"
                + " (select id from ("
                + page
                + ") as page) order by seq")) {
      set(query, values);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Judgement judgement = judgement(row);
          found.computeIfAbsent(judgement.release(), _ -> new ArrayList<>()).add(judgement);
        }
      }
    }
    return found;
  }

  private static Judgement judgement(ResultSet row) throws SQLException, Refusal {
    String release = row.getString(1);
    String what = "what was learned of release " + release;
    String word = row.getString(2);
    Optional<Health> health = Health.of(word);
    if (health.isEmpty()) {
      throw new Refusal(damaged(what, "Nobody knows the verdict \"" + word + "\"."));
    }
    try {
      return new Judgement(
          release,
          health.get(),
          row.getString(3),
          row.getString(4),
          Instant.parse(row.getString(5)));
    } catch (DateTimeException e) {
      throw new Refusal(damaged(what, "\"" + row.getString(5) + "\" is no instant."));
    }
  }

  private static Problem damaged(String what, String why) {
    return Problem.unchanged(ErrorCode.LEDGER_UNREADABLE, "Cannot read " + what + ".", why, NEXT);
  }

  private int update(String sql, List<String> values) throws SQLException {
    try (PreparedStatement update = prepare(sql)) {
      set(update, values);
      return update.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql.replace("@", schema));
  }

  private static void set(PreparedStatement statement, List<String> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      // PostgreSQL's texts hold every character but this one.
      statement.setString(i + 1, values.get(i).replace("\0", "\ufffd"));
    }
  }
}
