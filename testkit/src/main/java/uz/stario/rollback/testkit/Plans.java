package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Planner;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.WorkloadRef;

/** Plans made by the real planner from what a fake or real target says. */
public final class Plans {

  private Plans() {}

  /** A service with one health check at {@code http://NAME/health}. */
  public static Service service(String name, Set<String> dependsOn, String... workloads) {
    return new Service(
        name,
        Stream.of(workloads).map(WorkloadRef::deployment).toList(),
        dependsOn,
        new TreeSet<>(),
        List.of(
            new HealthCheck(
                "health",
                "GET",
                "http://" + name + "/health",
                200,
                Optional.empty(),
                Duration.ofSeconds(5))));
  }

  /** The same service with a program that is run too, {@code smoke of NAME}. */
  public static Service withSmoke(Service service) {
    List<Check> checks = new ArrayList<>(service.checks());
    checks.add(
        new ScriptCheck(
            "smoke of " + service.name(),
            List.of("smoke", service.name()),
            new TreeMap<>(),
            Duration.ofSeconds(20)));
    return new Service(
        service.name(), service.workloads(), service.dependsOn(), service.flags(), checks);
  }

  /** The same service with one optional step more. */
  public static Service offering(Service service, OptionalStep step) {
    return new Service(
        service.name(),
        service.workloads(),
        service.dependsOn(),
        service.flags(),
        service.checks(),
        service.schema(),
        service.onFailure(),
        Stream.concat(service.optional().stream(), Stream.of(step)).toList());
  }

  /** Takes the services back to their previous version. */
  public static Plan previous(Workloads workloads, Instant now, Service... services) {
    return switch (answer(workloads, now, services)) {
      case Answer.Given<Plan>(Plan plan) -> plan;
      case Answer.Refused<Plan>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  public static Answer<Plan> answer(Workloads workloads, Instant now, Service... services) {
    return answer(workloads, now, Set.of(), services);
  }

  /**
   * The same with optional steps.
   *
   * @param with their names
   */
  public static Answer<Plan> answer(
      Workloads workloads, Instant now, Set<String> with, Service... services) {
    var environment =
        new Environment(
            "production",
            Optional.empty(),
            "stario",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Environment.Verification.USUAL,
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.of(new SecretSource.FromEnvironment("REDIS_URL")));
    Set<WorkloadRef> refs =
        Stream.of(services).flatMap(s -> s.workloads().stream()).collect(Collectors.toSet());
    Request request = Request.previous(new Scope(environment, List.of(services))).with(with);
    return workloads
        .observe(refs)
        .then(observed -> Planner.plan(request, workloads.place(), observed, now, new Redactor()));
  }
}
