package uz.stario.rollback.adapters.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;

/**
 * This process, and whether others of this machine have ended.
 *
 * <p>Careful on purpose, for to call a living process ended would let two runs change one target:
 *
 * <ul>
 *   <li>Host names don't tell machines apart (laptops share them), so a process is known only where
 *       the boot of the machine and its namespace of process ids (a container has its own) are the
 *       same. Where the system does not tell, as outside Linux, nothing is known of anyone.
 *   <li>Another user's process may be hidden from us ({@code hidepid}), so nothing is known of it.
 *   <li>A process id that is in use again is not compared by its start, which is computed from a
 *       clock that may have been set since; whoever had it expires by its heartbeat.
 * </ul>
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/pid_namespaces.7.html">pid_namespaces(7)</a>
 */
public final class LocalProcesses implements Processes {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PIDS = Path.of("/proc/self/ns/pid");

  private final Owner self;

  /**
   * @param host how people call this machine
   */
  public LocalProcesses(String host) {
    ProcessHandle process = ProcessHandle.current();
    self =
        new Owner(
            System.getProperty("user.name", "unknown"),
            host,
            machine(),
            process.pid(),
            process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** This process. */
  public Owner self() {
    return self;
  }

  @Override
  public boolean ended(Owner owner) {
    return !self.machine().isEmpty()
        && self.machine().equals(owner.machine())
        && self.user().equals(owner.user())
        && ProcessHandle.of(owner.pid()).isEmpty();
  }

  private static String machine() {
    try {
      return Files.readString(BOOT).strip() + "/" + Files.readSymbolicLink(PIDS);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
