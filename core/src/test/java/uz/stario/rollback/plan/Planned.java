package uz.stario.rollback.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.FailurePolicy;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.playbook.SharedSecret;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Builds a request with what was observed, and plans it. */
public final class Planned {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Service> services = new ArrayList<>();
  private final List<Check> platform = new ArrayList<>();
  private final Map<WorkloadRef, Answer<WorkloadState>> observed = new HashMap<>();
  private final TreeSet<String> carry = new TreeSet<>();
  private final List<String> with = new ArrayList<>();
  private RevisionChoice choice = new RevisionChoice.Previous();
  private Optional<Instant> since = Optional.empty();
  private Optional<String> override = Optional.empty();
  private Optional<String> context = Optional.empty();
  private Schemas schemas = Schemas.NONE;
  private Secrets secrets = Secrets.NONE;
  private List<SharedSecret> shared = List.of();
  private Optional<SecretSource> redis =
      Optional.of(new SecretSource.FromEnvironment("SHOP_REDIS_URL"));
  private List<Database> databases = List.of();
  private boolean leaveUnable;
  private boolean usersFirst;
  private boolean exact;
  private boolean resumePaused;
  private Duration limit = Request.DEFAULT_ROLLOUT_LIMIT;
  private Instant now = NOW;
  private String reason = "";

  /** A service of the workload's name, run by it alone. */
  public Planned service(String name, Given workload, String... flags) {
    WorkloadState state = workload.state();
    observed.put(state.ref(), Answer.given(state));
    services.add(
        new Service(
            name, List.of(state.ref()), Set.of(), new TreeSet<>(List.of(flags)), List.of()));
    return this;
  }

  /** A service whose workloads are of {@code v2} and can go to {@code v1}. */
  public Planned service(
      String name, Set<String> dependsOn, List<? extends Check> checks, String... workloads) {
    List<WorkloadRef> refs = Stream.of(workloads).map(WorkloadRef::deployment).toList();
    for (WorkloadRef ref : refs) {
      WorkloadState state = Given.workload(ref.name()).revision("v1").revision("v2").state();
      observed.putIfAbsent(ref, Answer.given(state));
    }
    services.add(new Service(name, refs, dependsOn, new TreeSet<>(), List.copyOf(checks)));
    return this;
  }

  /** Every service so far uses a database, which its versions know so. */
  Planned needs(SchemaNeed need) {
    services.replaceAll(s ->
        new Service(
            s.name(),
            s.workloads(),
            s.dependsOn(),
            s.flags(),
            s.checks(),
            Optional.of(need),
            s.onFailure()));
    databases =
        List.of(
            new Database(
                need.database(), new SecretSource.FromEnvironment("URL"), Database.USUAL_TABLE));
    return this;
  }

  /** The services so far are ones that the others are not rolled back without. */
  Planned onFailure(FailurePolicy policy) {
    services.replaceAll(s ->
        new Service(
            s.name(), s.workloads(), s.dependsOn(), s.flags(), s.checks(), s.schema(), policy));
    return this;
  }

  /** The service that was made last has an optional step. */
  Planned offering(OptionalStep step) {
    Service s = services.removeLast();
    services.add(
        new Service(
            s.name(),
            s.workloads(),
            s.dependsOn(),
            s.flags(),
            s.checks(),
            s.schema(),
            s.onFailure(),
            Stream.concat(s.optional().stream(), Stream.of(step)).toList()));
    return this;
  }

  /** Asks for an optional step. */
  Planned with(String step) {
    with.add(step);
    return this;
  }

  Planned schemas(Schemas seen) {
    schemas = seen;
    return this;
  }

  /** Services have these in common, of which so much is known. */
  Planned sharing(Secrets seen, SharedSecret... all) {
    secrets = seen;
    shared = List.of(all);
    return this;
  }

  Planned redis(Optional<SecretSource> kept) {
    redis = kept;
    return this;
  }

  Planned withoutDatabases() {
    databases = List.of();
    return this;
  }

  /** Checks of the platform as a whole. */
  Planned platform(Check... checks) {
    platform.addAll(List.of(checks));
    return this;
  }

  Planned observed(Given workload) {
    observed.put(workload.state().ref(), Answer.given(workload.state()));
    return this;
  }

  Planned refused(String name, Problem problem) {
    WorkloadRef ref = WorkloadRef.deployment(name);
    observed.put(ref, Answer.refused(problem));
    services.add(new Service(name, List.of(ref), Set.of(), new TreeSet<>(), List.of()));
    return this;
  }

  Planned choose(RevisionChoice wanted) {
    choice = wanted;
    return this;
  }

  Planned since(Instant instant) {
    since = Optional.of(instant);
    return this;
  }

  Planned usersFirst() {
    usersFirst = true;
    return this;
  }

  Planned leaveUnable() {
    leaveUnable = true;
    return this;
  }

  Planned exact() {
    exact = true;
    return this;
  }

  Planned carry(String name) {
    carry.add(name);
    return this;
  }

  Planned resumePaused() {
    resumePaused = true;
    return this;
  }

  Planned overrideVerdict() {
    override = Optional.of("the hotfix is in the config");
    return this;
  }

  Planned context(String name) {
    context = Optional.of(name);
    return this;
  }

  Planned limit(Duration duration) {
    limit = duration;
    return this;
  }

  Planned madeAt(Instant instant) {
    now = instant;
    return this;
  }

  Planned because(String why) {
    reason = why;
    return this;
  }

  Answer<Plan> answer() {
    return Planner.plan(request(), "prod/stario", observed, schemas, secrets, now, new Redactor());
  }

  /** The images that the plan depends on. */
  Set<Image> imagesToAsk() {
    return Schemas.imagesToAsk(plan(), request().scope(), observed);
  }

  private Request request() {
    var environment =
        new Environment(
            "production",
            context,
            "stario",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Environment.Verification.USUAL,
            databases,
            Optional.empty(),
            shared,
            redis);
    return new Request(
            new Scope(environment, services, platform),
            choice,
            since,
            leaveUnable,
            exact,
            carry,
            resumePaused,
            override,
            usersFirst,
            false,
            reason,
            limit)
        .with(with);
  }

  public Plan plan() {
    return switch (answer()) {
      case Answer.Given<Plan>(Plan plan) -> plan;
      case Answer.Refused<Plan>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  static Problem problem(Answer<Plan> answer) {
    return switch (answer) {
      case Answer.Given<Plan>(Plan plan) -> throw new AssertionError("planned: " + plan);
      case Answer.Refused<Plan>(Problem problem) -> problem;
    };
  }

  static Action.RollBack rollBack(Plan plan, String workload) {
    return (Action.RollBack) step(plan, "roll-back/" + workload).action();
  }

  static Step step(Plan plan, String id) {
    return plan.step(new StepId(id)).orElseThrow();
  }
}
