package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * The registry of a namespace in its one {@code Lease}, which all machines see.
 *
 * <p>Compare-and-set by {@code metadata.resourceVersion}: the API server refuses with 409 what was
 * read before somebody else wrote. Needs the verbs {@code get}, {@code create} and {@code update}
 * on {@code leases.coordination.k8s.io}; where someone has made the Lease, {@code get} and {@code
 * update} of that one will do.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 */
final class LeaseRegistries implements Registries {

  private static final String GIVES_UP =
      "or add `--lock local`: then runs on this machine exclude each other, and a colleague's run"
          + " on another is not seen.";

  /** Those who collided try again spread over as many of their attempts, or they collide again. */
  private static final int SPREAD = 10;

  /** However slow the server is. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;

  LeaseRegistries(Api api, Paths paths, Problems.Place place) {
    // An answer that comes after the next heartbeat was due helps nobody.
    this.api = api.within(Holding.HEARTBEAT);
    this.paths = paths;
    this.place = place;
  }

  @Override
  public Attempt update(Function<Optional<Registry>, Optional<Registry>> change) {
    long began = System.nanoTime();
    Attempt attempt = attempt(change);
    if (attempt instanceof Attempt.Conflict) {
      pause(Duration.ofNanos(System.nanoTime() - began));
    }
    return attempt;
  }

  private Attempt attempt(Function<Optional<Registry>, Optional<Registry>> change) {
    Reply reply = api.get("get", Paths.LEASES, paths.one(Paths.LEASES, LeaseObject.NAME));
    return switch (reply) {
      case Reply.Ok(JsonNode lease) -> replace(lease, change);
      case Reply.Failed failed when failed.status() == 404 -> create(change);
      case Reply.Failed _, Reply.Broken _ -> new Attempt.Refused(problem(reply, "get"));
    };
  }

  private Attempt create(Function<Optional<Registry>, Optional<Registry>> change) {
    Optional<Registry> next = change.apply(Optional.empty());
    return next.isEmpty()
        ? new Attempt.Left()
        : written(
            api.send(
                "POST",
                Paths.LEASES,
                paths.all(Paths.LEASES),
                Api.JSON,
                LeaseObject.create(next.get())),
            "create");
  }

  private Attempt replace(JsonNode lease, Function<Optional<Registry>, Optional<Registry>> change) {
    Optional<Registry> kept = Optional.empty();
    if (!LeaseObject.unused(lease)) {
      switch (LeaseObject.read(lease, place)) {
        case Answer.Given<Registry>(Registry registry) -> kept = Optional.of(registry);
        case Answer.Refused<Registry>(Problem problem) -> {
          return new Attempt.Refused(problem);
        }
      }
    }
    Optional<Registry> next = change.apply(kept);
    return next.isEmpty() || next.equals(kept)
        ? new Attempt.Left()
        : written(
            api.send(
                "PUT",
                Paths.LEASES,
                paths.one(Paths.LEASES, LeaseObject.NAME),
                Api.JSON,
                LeaseObject.replace(lease, kept, next.get())),
            "update");
  }

  private Attempt written(Reply reply, String verb) {
    return switch (reply) {
      case Reply.Ok _ -> new Attempt.Written();
      // Written, made or deleted in between.
      case Reply.Failed failed
          when failed.status() == 409 || (failed.status() == 404 && verb.equals("update")) ->
          new Attempt.Conflict();
      case Reply.Failed failed when failed.status() >= 500 ->
          new Attempt.Unsure(problem(reply, verb));
      case Reply.Failed _ -> new Attempt.Refused(problem(reply, verb));
      case Reply.Broken broken ->
          broken.mayHaveActed()
              ? new Attempt.Unsure(problem(reply, verb))
              : new Attempt.Refused(problem(reply, verb));
    };
  }

  private static void pause(Duration took) {
    long most = Math.min(took.multipliedBy(SPREAD).toMillis(), LONGEST_PAUSE.toMillis());
    try {
      Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Problem problem(Reply reply, String verb) {
    Problem problem = Problems.of(reply, verb, Paths.LEASES, place);
    return problem.code() != ErrorCode.FORBIDDEN
        ? problem
        : new Problem(
            problem.code(),
            "Cannot lock what is to be changed: may not " + verb + " " + Paths.LEASES + ".",
            problem.why(),
            problem.changed(),
            "Ask for the verbs `get`, `create` and `update` on `"
                + Paths.LEASES
                + "` in namespace "
                + place.namespace()
                + ", "
                + GIVES_UP);
  }
}
