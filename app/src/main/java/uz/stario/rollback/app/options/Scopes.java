package uz.stario.rollback.app.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.plan.Schemas;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.plan.Secrets;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Finds out what a command is about: from a playbook, or from workloads named as kubectl does. */
public final class Scopes {

  private final TargetOptions options;
  private final Invocation invocation;
  private boolean withSchemas;
  private List<String> with = List.of();

  public Scopes(TargetOptions options, Invocation invocation) {
    this.options = options;
    this.invocation = invocation;
  }

  /**
   * With these optional steps: they have to be there, and so does what they restart, or the command
   * is refused.
   */
  public Scopes with(List<String> steps) {
    with = List.copyOf(steps);
    return this;
  }

  /** Connects and looks at what the command is about. */
  public Observed observe() throws Refusal {
    if (options.names().isEmpty() && !options.all()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "Nothing was named.",
              "",
              "Name services or workloads (deployment/api-gateway), or give --all."));
    }
    Optional<FoundPlaybook> found = FoundPlaybook.find(options.playbook(), invocation);
    return found.isPresent() ? ofPlaybook(found.get()) : ofWorkloads();
  }

  /**
   * The same with the schemas that the services need, which adds no time of its own: they are asked
   * for while the cluster is looked at.
   *
   * @param skip the reason why a version is gone to that does not know its schema
   */
  public Observed observeWithSchemas(Optional<String> skip) throws Refusal {
    withSchemas = true;
    Observed seen = observe();
    return new Observed(
        seen.scope(),
        seen.workloads(),
        seen.states(),
        seen.schemas().skipping(skip),
        seen.secrets());
  }

  private Observed ofPlaybook(FoundPlaybook found) throws Refusal {
    Playbook playbook = found.playbook();
    Environment environment = Environments.choose(playbook, options);
    List<Service> services = new ArrayList<>();
    for (String name : options.names()) {
      services.add(named(playbook, name));
    }
    if (options.all()) {
      services.addAll(playbook.services());
    }
    Scope scope =
        new Scope(
            environment,
            merged(playbook, services).stream()
                .map(service -> found.complete(service, environment))
                .toList(),
            found.checks(environment));
    OptionalSteps.requireKnown(with, scope.services());
    OptionalSteps.requireAddresses(with, scope, invocation.environment());
    Optional<Questions<SortedSet<String>>> questions =
        withSchemas
            ? Optional.of(SchemaQuestions.present(scope, invocation.wiring()::schemas))
            : Optional.empty();
    Workloads workloads =
        Refusal.orThrow(
            invocation
                .wiring()
                .workloads(
                    options.kubeconfig(),
                    options.context().or(environment::context),
                    Optional.of(environment.namespace())));
    Optional<SecretQuestions> shared =
        withSchemas ? Optional.of(new SecretQuestions(scope, playbook)) : Optional.empty();
    Observed seen = look(scope, workloads, shared.stream().flatMap(SecretQuestions::workloads));
    OptionalSteps.requireThere(with, scope.services(), workloads);
    Secrets secrets =
        shared
            .map(asked -> asked.answers(seen.states(), workloads, invocation))
            .orElse(Secrets.NONE);
    Map<String, Answer<SortedSet<String>>> present =
        questions.map(Questions::answers).orElse(Map.of());
    Map<WorkloadRef, Answer<WorkloadState>> own = new LinkedHashMap<>(seen.states());
    own.keySet().retainAll(refs(scope));
    return new Observed(seen.scope(), workloads, own, seen.schemas().at(present), secrets);
  }

  /** Each service once, with all of its workloads that were named, in the playbook's order. */
  private static List<Service> merged(Playbook playbook, List<Service> named) {
    Map<String, Service> merged = new LinkedHashMap<>();
    named.forEach(service -> merged.merge(service.name(), service, Scopes::both));
    return merged.values().stream()
        .map(service ->
            playbook.service(service.name()).map(s -> inOrder(service, s)).orElse(service))
        .toList();
  }

  private static Service both(Service one, Service other) {
    return new Service(
        one.name(),
        both(one.workloads(), other.workloads()),
        Set.copyOf(both(one.dependsOn(), other.dependsOn())),
        new TreeSet<>(both(one.flags(), other.flags())),
        both(one.checks(), other.checks()),
        one.schema(),
        one.onFailure(),
        one.optional());
  }

  private static <T> List<T> both(Collection<T> some, Collection<T> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private static Service inOrder(Service service, Service declared) {
    List<WorkloadRef> known =
        declared.workloads().stream().filter(service.workloads()::contains).toList();
    return service.runBy(both(known, service.workloads()));
  }

  private static Service named(Playbook playbook, String name) throws Refusal {
    Optional<WorkloadRef> workload = WorkloadRef.parse(name);
    if (workload.isPresent()) {
      return playbook.services().stream()
          .filter(s -> s.workloads().contains(workload.get()))
          .findFirst()
          .map(s -> only(s, workload.get()))
          .orElseGet(() -> lone(workload.get()));
    }
    Optional<Service> service = playbook.service(name);
    if (service.isPresent()) {
      return service.get();
    }
    throw new Refusal(Unknown.service(name, playbook));
  }

  private Observed ofWorkloads() throws Refusal {
    if (!with.isEmpty()) {
      throw new Refusal(Unknown.stepWithoutPlaybook(with.getFirst()));
    }
    List<Service> services = new ArrayList<>();
    for (String name : options.names()) {
      services.add(
          lone(
              WorkloadRef.parse(name)
                  .orElseThrow(() -> new Refusal(Unknown.withoutPlaybook(name)))));
    }
    if (options.environment().isPresent()) {
      throw new Refusal(Unknown.environmentWithoutPlaybook(options.environment().get()));
    }
    Workloads workloads =
        Refusal.orThrow(
            invocation
                .wiring()
                .workloads(options.kubeconfig(), options.context(), options.namespace()));
    String place = workloads.place();
    String namespace = place.substring(place.lastIndexOf('/') + 1);
    Environment environment =
        new Environment(
            namespace,
            options.context(),
            namespace,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return look(new Scope(environment, services), workloads, Stream.empty());
  }

  /** With {@code --all} and no playbook every workload of the namespace is a service. */
  private Observed look(Scope scope, Workloads workloads, Stream<WorkloadRef> others)
      throws Refusal {
    Set<WorkloadRef> refs = refs(scope);
    others.forEach(refs::add);
    // Said before the first request, which may take a while: people see that work has begun.
    Paint paint = new Paint(invocation.terminal().colour());
    invocation.err().println(paint.faint("looking at " + workloads.place()));
    Map<WorkloadRef, Answer<WorkloadState>> observed = Refusal.orThrow(workloads.observe(refs));
    Scope whole =
        refs.isEmpty()
            ? new Scope(
                scope.environment(), observed.keySet().stream().sorted().map(Scopes::lone).toList())
            : scope;
    if (!withSchemas) {
      // Who plans to take something back doubts it: then it is no time to call it healthy.
      new LongRuns(new Observed(whole, workloads, observed, Schemas.NONE, Secrets.NONE), invocation)
          .record();
    }
    List<LedgerEntry> entries = new LedgerSight(invocation).entries(whole.environment().name());
    return new Observed(
        whole,
        workloads,
        LedgerSight.onto(whole, observed, entries),
        Schemas.NONE.recorded(entries.stream().map(LedgerEntry::release).toList()),
        Secrets.NONE);
  }

  private static Set<WorkloadRef> refs(Scope scope) {
    return scope.services().stream()
        .flatMap(s -> s.workloads().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Service lone(WorkloadRef workload) {
    return new Service(workload.name(), List.of(workload), Set.of(), new TreeSet<>(), List.of());
  }

  private static Service only(Service service, WorkloadRef workload) {
    return service.runBy(List.of(workload));
  }

  /** What the command is about, and how it is there now. */
  public record Observed(
      Scope scope,
      Workloads workloads,
      Map<WorkloadRef, Answer<WorkloadState>> states,
      Schemas schemas,
      Secrets secrets) {

    /** The same with more known of the workloads. */
    Observed with(Map<WorkloadRef, Answer<WorkloadState>> more) {
      return new Observed(scope, workloads, more, schemas, secrets);
    }

    /** The same with more known of the schemas. */
    Observed with(Schemas more) {
      return new Observed(scope, workloads, states, more, secrets);
    }
  }
}
