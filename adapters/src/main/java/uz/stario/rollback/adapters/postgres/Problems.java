package uz.stario.rollback.adapters.postgres;

import java.sql.SQLException;
import uz.stario.rollback.adapters.journal.SqlJournal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * What went wrong with the database, in words for people.
 *
 * @param address without the password
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>
 */
record Problems(String address) implements SqlJournal.Troubles {

  @Override
  public Problem unwritable(SQLException e) {
    return unwritable(why(e), next(e));
  }

  private Problem unwritable(String why, String next) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNWRITABLE, "Cannot write the journal " + address + ".", why, next);
  }

  @Override
  public Problem unreadable(SQLException e) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNREADABLE, "Cannot read the journal " + address + ".", why(e), next(e));
  }

  @Override
  public Problem closed() {
    return unwritable("It has been closed.", "Start the command again.");
  }

  Problem encoding(String encoding) {
    return unwritable(
        "The database's encoding is " + encoding + ", which can't hold every text.",
        "Make one: create database … encoding 'UTF8' template template0.");
  }

  Problem newer(int version) {
    return Problem.unchanged(
        ErrorCode.PROGRAM_TOO_OLD,
        "Cannot write the journal " + address + ": a newer version of stario made it.",
        "Its schema has version "
            + version
            + ", this program knows "
            + PostgresSchema.VERSION
            + ".",
        "Use the newer version.");
  }

  Problem newerLedger(int version) {
    return Problem.unchanged(
        ErrorCode.PROGRAM_TOO_OLD,
        "Cannot read the ledger " + address + ": a newer version of stario made it.",
        "Its schema has version " + version + ", this program knows " + LedgerSchema.VERSION + ".",
        "Use the newer version.");
  }

  Problem ledgerUnwritable(SQLException e) {
    return Problem.unchanged(
        ErrorCode.LEDGER_UNWRITABLE,
        "Cannot write the ledger " + address + ".",
        why(e),
        ledgerNext(e));
  }

  Problem ledgerUnreadable(SQLException e) {
    return Problem.unchanged(
        ErrorCode.LEDGER_UNREADABLE,
        "Cannot read the ledger " + address + ".",
        why(e),
        ledgerNext(e));
  }

  private static String ledgerNext(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals("42501")) {
      return "Ask its owner for the grants in docs/releases.md.";
    }
    return state.equals("3D000") || state.startsWith("28") ? next(e) : "Try again.";
  }

  Problem approvals(String what, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return Problem.unchanged(
        state.equals("42501") ? ErrorCode.FORBIDDEN : ErrorCode.JOURNAL_UNREADABLE,
        "Cannot " + what + " in " + address + ".",
        why(e),
        switch (state) {
          case "42501" -> "Ask its owner for the grants in docs/approvals.md.";
          case "3D000" -> next(e);
          default -> state.startsWith("28") ? next(e) : "Try again.";
        });
  }

  /** The cause, in words; nothing of a statement or a password. */
  static String why(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "55P03" -> "Somebody keeps it locked.";
      case "57014" -> "The server did not answer in time.";
      case "53100" -> "The server's disk is full.";
      case "25006" -> "The server is read-only, as a standby is.";
      case "3D000" -> "There is no such database.";
      case "42501" -> "Permission is denied: " + line(e);
      default ->
          state.startsWith("08")
              ? "The server can't be reached, or the connection broke."
              : state.startsWith("28") ? "The server does not let this user in." : line(e);
    };
  }

  private static String next(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "42501" -> "Ask its owner for the grants in docs/shared-journal.md.";
      case "3D000" -> "Ask for it, or correct STARIO_JOURNAL.";
      default ->
          state.startsWith("28")
              ? "Set PGPASSFILE or PGPASSWORD, and the user in STARIO_JOURNAL."
              : "Try again; in an emergency unset STARIO_JOURNAL: the run is then recorded on this"
                  + " machine alone.";
    };
  }

  /** The server's own words without their tail, which quotes statements. */
  private static String line(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.replaceFirst("^(ERROR|FATAL): ", "") + ".";
  }
}
