package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import uz.stario.rollback.adapters.journal.SqlJournal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * What went wrong with the journal's file, in words for people: where it is and what to do.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite's result codes</a>
 */
record Problems(Path file) implements SqlJournal.Troubles {

  static final String ELSEWHERE =
      "Set " + StateFolder.VARIABLE + " to a folder that can be written, or mend this one.";

  @Override
  public Problem unwritable(SQLException e) {
    return unwritable(why(e), next(e));
  }

  Problem unwritable(IOException e) {
    return unwritable(why(e), ELSEWHERE);
  }

  static String why(IOException e) {
    String why =
        switch (e) {
          case AccessDeniedException _ -> "Permission to write there is denied";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return why + ".";
  }

  Problem unwritable(String why, String next) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNWRITABLE, "Cannot write the journal " + file + ".", why, next);
  }

  @Override
  public Problem unreadable(SQLException e) {
    return unreadable(why(e), next(e));
  }

  Problem unreadable(String why, String next) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNREADABLE, "Cannot read the journal " + file + ".", why, next);
  }

  Problem foreign() {
    return unwritable(
        "The file is a database of something else.", "Move it away, or set STARIO_STATE.");
  }

  Problem replaced() {
    return unwritable(
        "The file was removed or replaced while it was in use.",
        "Find out who did it; then `stario resume` continues from what the journal still holds.");
  }

  Problem full(long free, long needed) {
    return unwritable(
        "The disk has %d MiB left, and a run may need %d MiB.".formatted(free >> 20, needed >> 20),
        "Free %d MiB, or set STARIO_STATE to a folder on another disk."
            .formatted(((needed - free) >> 20) + 1));
  }

  @Override
  public Problem closed() {
    return unwritable("It has been closed.", "Start the command again.");
  }

  Problem newer(int version) {
    return Problem.unchanged(
        ErrorCode.PROGRAM_TOO_OLD,
        "Cannot write the journal " + file + ": a newer version of stario made it.",
        "Its schema has version " + version + ", this program knows " + Schema.VERSION + ".",
        "Use the newer version, or set STARIO_STATE to another folder.");
  }

  static String why(SQLException e) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      return "SQLite's native library can't be unpacked or loaded on this machine.";
    }
    return switch (primary(e)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "Another process keeps it locked.";
      case SQLITE_FULL -> "The disk is full.";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> "It is read-only.";
      case SQLITE_CANTOPEN -> "The file or its folder can't be opened.";
      case SQLITE_CORRUPT -> "The file is damaged.";
      case SQLITE_NOTADB -> "The file is damaged, or no journal.";
      case SQLITE_IOERR -> "The disk reports an error.";
      // SQLite's own words for what happens next to never.
      default -> e.getMessage() + ".";
    };
  }

  static String next(SQLException e) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      return "Set STARIO_STATE to a folder that can be written and may hold programs (no noexec).";
    }
    return switch (primary(e)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "Try again; `fuser` names who holds the file.";
      case SQLITE_FULL -> "Free some space, or set STARIO_STATE to a folder on another disk.";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "Move the file away (keep it: `sqlite3 FILE .recover` may read it), or set STARIO_STATE"
              + " to another folder.";
      default -> ELSEWHERE;
    };
  }

  /** The low byte: SQLite's extended codes refine a primary one. */
  private static SQLiteErrorCode primary(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
