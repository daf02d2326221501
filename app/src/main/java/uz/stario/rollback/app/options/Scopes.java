package uz.stario.rollback.app.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Finds out what a command is about: from a playbook, or from workloads named as kubectl does. */
public final class Scopes {

  private final TargetOptions options;
  private final Invocation invocation;

  public Scopes(TargetOptions options, Invocation invocation) {
    this.options = options;
    this.invocation = invocation;
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
    return found.isPresent() ? ofPlaybook(found.get().playbook()) : ofWorkloads();
  }

  private Observed ofPlaybook(Playbook playbook) throws Refusal {
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
            merged(playbook, services).stream().map(s -> complete(s, environment)).toList());
    Workloads workloads =
        Refusal.orThrow(
            invocation
                .wiring()
                .workloads(
                    options.kubeconfig(),
                    options.context().or(environment::context),
                    Optional.of(environment.namespace())));
    return look(scope, workloads);
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
        both(one.checks(), other.checks()));
  }

  private static <T> List<T> both(Collection<T> some, Collection<T> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  private static Service inOrder(Service service, Service declared) {
    List<WorkloadRef> known =
        declared.workloads().stream().filter(service.workloads()::contains).toList();
    return new Service(
        service.name(),
        both(known, service.workloads()),
        service.dependsOn(),
        service.flags(),
        service.checks());
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
    return look(new Scope(environment, services), workloads);
  }

  /** With {@code --all} and no playbook every workload of the namespace is a service. */
  private Observed look(Scope scope, Workloads workloads) throws Refusal {
    Set<WorkloadRef> refs =
        scope.services().stream()
            .flatMap(s -> s.workloads().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    // Said before the first request, which may take a while: people see that work has begun.
    Paint paint = new Paint(invocation.terminal().colour());
    invocation.err().println(paint.faint("looking at " + workloads.place()));
    Map<WorkloadRef, Answer<WorkloadState>> observed = Refusal.orThrow(workloads.observe(refs));
    Scope whole =
        refs.isEmpty()
            ? new Scope(
                scope.environment(), observed.keySet().stream().sorted().map(Scopes::lone).toList())
            : scope;
    return new Observed(whole, workloads, observed);
  }

  private static Service lone(WorkloadRef workload) {
    return new Service(workload.name(), List.of(workload), Set.of(), new TreeSet<>(), List.of());
  }

  private static Service complete(Service service, Environment environment) {
    return new Service(
        service.name(),
        service.workloads(),
        service.dependsOn(),
        service.flags(),
        service.checks().stream().map(check -> check.in(environment)).toList());
  }

  private static Service only(Service service, WorkloadRef workload) {
    return new Service(
        service.name(), List.of(workload), service.dependsOn(), service.flags(), service.checks());
  }

  /** What the command is about, and how it is there now. */
  public record Observed(
      Scope scope, Workloads workloads, Map<WorkloadRef, Answer<WorkloadState>> states) {}
}
