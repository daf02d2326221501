package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.testkit.InMemoryRegistries.Failure;

/** The contract, and what only a fake can be made to do. */
class InMemoryRegistriesTest extends TargetsContract {

  private final InMemoryRegistries registries = new InMemoryRegistries();

  @Override
  protected Registries another() {
    return registries;
  }

  @Test
  void a_lost_answer_is_looked_into_whether_it_was_written_or_not() {
    registries.fail(Failure.REQUEST_LOST, Failure.ANSWER_LOST);
    Targets.Lease lease = held(acquire());
    registries.fail(Failure.ANSWER_LOST);
    assertThat(lease.renew("n")).isEqualTo(new Renewal.Kept());
    registries.fail(Failure.ANSWER_LOST);
    assertThat(lease.release()).isEmpty();

    assertThat(registries.kept().orElseThrow().holdings()).isEmpty();
  }

  @Test
  void a_server_that_loses_every_answer_is_given_up_and_the_hold_is_unsure_not_lost() {
    Targets.Lease lease = held(acquire());
    registries.fail(Failure.REQUEST_LOST, Failure.REQUEST_LOST, Failure.REQUEST_LOST);
    registries.fail(Failure.REFUSED, Failure.REFUSED, Failure.REFUSED);

    assertThat(lease.renew("n")).isInstanceOf(Renewal.Unsure.class);
    assertThat(lease.renew("n")).isInstanceOf(Renewal.Unsure.class);
    assertThat(acquire()).isInstanceOf(Acquiring.Refused.class);
    assertThat(lease.release()).isPresent();
    assertThat(lease.renew("n")).isEqualTo(new Renewal.Kept());
  }

  @Test
  void whoever_comes_in_between_is_seen_at_the_next_attempt() {
    registries.fail(Failure.CONFLICT, Failure.CONFLICT);

    assertThat(acquire()).isInstanceOf(Acquiring.Held.class);
  }

  @Test
  void others_that_come_in_between_for_ever_are_given_up() {
    Failure[] always = new Failure[64];
    Arrays.fill(always, Failure.CONFLICT);
    registries.fail(always);

    assertThat(acquire()).isInstanceOf(Acquiring.Refused.class);
    assertThat(acquire()).isInstanceOf(Acquiring.Held.class);
  }

  @Test
  void a_registry_that_was_deleted_is_not_made_again_by_whoever_held_something() {
    Targets.Lease lease = held(acquire());
    registries.put(Optional.empty());

    assertThat(lease.renew("n")).isEqualTo(new Renewal.Lost(Optional.empty()));
    assertThat(lease.release()).isEmpty();
    assertThat(registries.kept()).isEmpty();
  }

  @Test
  void fences_rise_although_the_registry_was_deleted() {
    long before = held(acquire()).holding().fence();
    registries.put(Optional.empty());

    assertThat(held(acquire(Fixtures.NOW.plusSeconds(60))).holding().fence()).isGreaterThan(before);
  }

  @Test
  void a_hold_whose_targets_somebody_edited_is_lost() {
    Targets.Lease lease = held(acquire());
    Registry kept = registries.kept().orElseThrow();
    registries.put(Optional.of(new Registry(kept.lastFence(), List.of())));

    assertThat(lease.renew("n")).isEqualTo(new Renewal.Lost(Optional.empty()));
  }

  private Acquiring acquire() {
    return acquire(Fixtures.NOW);
  }

  private Acquiring acquire(Instant now) {
    Owner owner = new Owner("olim", "laptop", "boot", 1, Fixtures.NOW);
    TreeSet<TargetKey> keys = new TreeSet<>(List.of(new TargetKey("deployment/api")));
    return new RegistryTargets(registries, new SettableClock(now), Processes.UNKNOWN)
        .acquire(keys, new RunId("r"), owner, List.of());
  }

  private static Targets.Lease held(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return ((Acquiring.Held) answer).lease();
  }
}
