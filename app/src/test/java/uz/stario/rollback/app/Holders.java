package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;

/** Others who hold the platform's workloads, as a machine's lock knows them. */
final class Holders {

  static final Owner NARGIZA = new Owner("nargiza", "desk", "another-boot", 42, Instant.EPOCH);

  private final Machine machine;

  Holders(Machine machine) {
    this.machine = machine;
  }

  /** Somebody's run holds a deployment from now on, in the cluster. */
  Targets.Lease hold(String deployment, RunId run, Owner owner) {
    return hold(deployment, run, owner, false, Clock.systemUTC());
  }

  /**
   * Somebody's run holds a deployment.
   *
   * @param local whether as this machine alone knows, and not in the cluster
   * @param clock of whoever holds it
   */
  Targets.Lease hold(
      String deployment, RunId run, Owner owner, boolean local, InstantSource clock) {
    SystemWiring wiring = wiring(clock);
    Workloads workloads =
        given(wiring.workloads(Optional.empty(), Optional.empty(), Optional.of("stario")));
    Acquiring answer =
        given(wiring.targets(workloads, local))
            .acquire(
                new TreeSet<>(List.of(new TargetKey("deployment/" + deployment))),
                run,
                owner,
                List.of());
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return ((Acquiring.Held) answer).lease();
  }

  /** A process of this machine that is no more. */
  Owner dead() throws IOException, InterruptedException {
    Process process = machine.start("--version");
    process.waitFor();
    Owner self = wiring(Clock.systemUTC()).owner();
    return new Owner(self.user(), self.host(), self.machine(), process.pid(), Instant.EPOCH);
  }

  private SystemWiring wiring(InstantSource clock) {
    return new SystemWiring(machine.environment(), clock, new Redactor());
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }
}
