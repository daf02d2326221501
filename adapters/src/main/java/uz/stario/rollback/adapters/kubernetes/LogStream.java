package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/** Reads a log while the API server sends it, so that none has to fit into memory. */
final class LogStream {

  private static final int AT_ONCE = 16 * 1024;

  private LogStream() {}

  /** How it ended. */
  sealed interface End {

    /** The server had no more. */
    record All() implements End {}

    /** There is more than was wanted. */
    record Cut() implements End {}

    /** The server gives none of it. */
    record Refused(Reply reply) implements End {}

    /** The connection ended before the log did. */
    record Lost() implements End {}
  }

  /**
   * Executes the call and reads its answer.
   *
   * @param most how many bytes are read; a line that is begun then is left out
   */
  static End read(Call call, long most, LineSplitter lines) {
    boolean answered = false;
    try (Response response = call.execute()) {
      answered = response.isSuccessful();
      if (!answered) {
        return new End.Refused(Api.understood(response));
      }
      BufferedSource source = response.body().source();
      byte[] chunk = new byte[AT_ONCE];
      long left = most;
      for (int read = source.read(chunk); read >= 0; read = source.read(chunk)) {
        lines.add(chunk, 0, (int) Math.min(read, left));
        left -= read;
        if (left < 0) {
          call.cancel(); // else closing would read on to keep the connection
          return new End.Cut();
        }
      }
      lines.end();
      return new End.All();
    } catch (IOException e) {
      return answered ? new End.Lost() : new End.Refused(Api.broken(e));
    }
  }
}
