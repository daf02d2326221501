package uz.stario.rollback.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Owner;

class LocalProcessesTest {

  private final LocalProcesses processes = new LocalProcesses("laptop");

  @Test
  void this_process_has_not_ended() {
    assertThat(processes.self().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(processes.self().toString()).endsWith("@laptop");
    assertThat(processes.ended(processes.self())).isFalse();
  }

  @Test
  void a_process_is_known_to_have_ended_once_it_has() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Owner owner = with(processes.self().machine(), processes.self().user(), child.pid());

    child.waitFor();

    // Outside Linux the system does not tell machines apart, and then nothing is known.
    assertThat(processes.ended(owner)).isEqualTo(!owner.machine().isEmpty());
  }

  @Test
  void of_other_machines_and_other_users_nothing_is_known() {
    String machine = processes.self().machine();
    String user = processes.self().user();

    assertThat(processes.ended(with("another-boot", user, Long.MAX_VALUE))).isFalse();
    assertThat(processes.ended(with("", user, Long.MAX_VALUE))).isFalse();
    assertThat(processes.ended(with(machine, "somebody-else", Long.MAX_VALUE))).isFalse();
  }

  private Owner with(String machine, String user, long pid) {
    return new Owner(user, "laptop", machine, pid, processes.self().processStart());
  }
}
