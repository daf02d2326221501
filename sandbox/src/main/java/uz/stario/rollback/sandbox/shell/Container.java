package uz.stario.rollback.sandbox.shell;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What commands see of the container that they run in.
 *
 * @param env its environment, with what the runtime adds
 * @param files its files by absolute path
 * @param hostname its name in the network
 * @param clock its time
 * @param network what it can call
 * @param programs what its image has beside the shell
 */
public record Container(
    Map<String, String> env,
    NavigableMap<String, String> files,
    String hostname,
    Supplier<Instant> clock,
    Network network,
    Programs programs) {

  /** Copies environment and files. */
  public Container {
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
  }

  /** HTTP as seen from inside. */
  public interface Network {
    /** Calls a host and port; empty where nobody listens. */
    Optional<Reply> call(String method, String host, int port, String path, String body)
        throws InterruptedException, java.net.UnknownHostException;
  }

  /** The programs of an image. */
  public interface Programs {
    /** Runs one, and gives its exit code; empty where there is none of that name. */
    OptionalInt run(List<String> command, PrintStream out, PrintStream err);
  }

  /**
   * An HTTP answer.
   *
   * @param status its status
   * @param type its content type
   * @param body its body
   */
  public record Reply(int status, String type, String body) {}
}
