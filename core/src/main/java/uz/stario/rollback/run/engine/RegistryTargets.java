package uz.stario.rollback.run.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.lock.Registry.Acquired;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Registries.Attempt;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** Locks by compare-and-set on a {@link Registry}, wherever that is kept. Thread-safe. */
public final class RegistryTargets implements Targets {

  /** Of fifty that come at once one wins each time, so the last wins at its fiftieth attempt. */
  private static final int ATTEMPTS = 64;

  /** A lost answer is looked into at once; a server that loses three in a row is in trouble. */
  private static final int UNSURE = 3;

  private final Registries registries;
  private final InstantSource clock;
  private final Processes processes;

  public RegistryTargets(Registries registries, InstantSource clock, Processes processes) {
    this.registries = registries;
    this.clock = clock;
    this.processes = processes;
  }

  @Override
  public Acquiring acquire(
      SortedSet<TargetKey> targets, RunId run, Owner owner, List<Holding> expired) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("run " + run + " has no targets");
    }
    AtomicReference<Acquired> decided = new AtomicReference<>();
    Optional<Problem> problem =
        update(kept -> {
          Acquired acquired =
              kept.orElseGet(() -> Registry.empty(clock.instant()))
                  .acquire(targets, run, owner, expired, clock.instant(), processes);
          decided.set(acquired);
          return acquired instanceof Acquired.Taken taken
              ? Optional.of(taken.registry())
              : Optional.empty();
        });
    if (problem.isPresent()) {
      return new Acquiring.Refused(problem.get());
    }
    return switch (decided.get()) {
      case Acquired.Taken(var _, Holding holding, List<Holding> takenOver) ->
          new Acquiring.Held(new Held(holding), takenOver);
      case Acquired.Blocked(var conflicts) -> new Acquiring.HeldBy(conflicts);
    };
  }

  /** Empty once it is done, or was found not to be needed. */
  private Optional<Problem> update(Function<Optional<Registry>, Optional<Registry>> change) {
    int unsure = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      switch (registries.update(change)) {
        case Attempt.Written _, Attempt.Left _ -> {
          return Optional.empty();
        }
        case Attempt.Conflict _ -> {}
        case Attempt.Refused(Problem problem) -> {
          return Optional.of(problem);
        }
        case Attempt.Unsure(Problem problem) -> {
          unsure++;
          if (unsure == UNSURE) {
            return Optional.of(problem);
          }
        }
      }
    }
    return Optional.of(
        Problem.unchanged(
            ErrorCode.LOCK_UNAVAILABLE,
            "Cannot write the lock.",
            "Others wrote to it " + ATTEMPTS + " times in a row.",
            "Try again in a moment."));
  }

  private final class Held implements Lease {

    private final Holding holding;

    Held(Holding holding) {
      this.holding = holding;
    }

    @Override
    public Holding holding() {
      return holding;
    }

    @Override
    public Renewal renew(String note) {
      AtomicReference<Renewal> decided = new AtomicReference<>(new Renewal.Lost(Optional.empty()));
      Optional<Problem> problem =
          update(kept -> {
            Optional<Registry> renewed =
                kept.flatMap(registry -> registry.renew(holding, clock.instant(), note));
            decided.set(
                renewed.isPresent()
                    ? new Renewal.Kept()
                    : new Renewal.Lost(kept.flatMap(registry -> registry.instead(holding))));
            return renewed;
          });
      return problem.<Renewal>map(Renewal.Unsure::new).orElseGet(decided::get);
    }

    @Override
    public Optional<Problem> release() {
      return update(kept -> kept.map(registry -> registry.release(holding)));
    }
  }
}
