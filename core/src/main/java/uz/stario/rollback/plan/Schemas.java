package uz.stario.rollback.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * At which revisions the schemas of an environment's databases stand, and what is known of those
 * that its versions know.
 *
 * @param present by the name of the database; one that is not there was not asked
 * @param labels of images, by their references; one that is not there was not asked for
 * @param releases that were recorded in the environment, the newest first
 * @param skip the reason why a version is gone to that does not know its schema
 */
public record Schemas(
    Map<String, Answer<SortedSet<String>>> present,
    Map<String, Answer<SortedMap<String, String>>> labels,
    List<Release> releases,
    Optional<String> skip) {

  /** Nothing was asked. */
  public static final Schemas NONE = new Schemas(Map.of(), Optional.empty());

  public Schemas {
    present = Map.copyOf(present);
    labels = Map.copyOf(labels);
    releases = List.copyOf(releases);
  }

  /** Nothing was asked of images and releases. */
  public Schemas(Map<String, Answer<SortedSet<String>>> present, Optional<String> skip) {
    this(present, Map.of(), List.of(), skip);
  }

  /** The images whose labels tell whether a plan's targets know the schema, as nobody else does. */
  public static Set<Image> imagesToAsk(
      Plan plan, Scope scope, Map<WorkloadRef, Answer<WorkloadState>> observed) {
    Set<Image> images = new LinkedHashSet<>();
    for (Service service : scope.services()) {
      Optional<SchemaNeed> need =
          service.schema().filter(one -> scope.environment().database(one.database()).isPresent());
      if (need.isPresent()) {
        plan.workloads().stream()
            .filter(planned -> !planned.alreadySo() && planned.service().equals(service.name()))
            .flatMap(planned -> target(planned, observed).stream())
            .filter(to -> KnownSchema.isUpToItsImage(need.get(), to))
            .flatMap(to -> to.template().main().stream())
            .forEach(container -> images.add(container.image()));
      }
    }
    return images;
  }

  private static Optional<Revision> target(
      WorkloadPlan planned, Map<WorkloadRef, Answer<WorkloadState>> observed) {
    return observed.get(planned.workload()) instanceof Answer.Given<WorkloadState>(var state)
        ? state.revisions().stream().filter(one -> one.number() == planned.to()).findFirst()
        : Optional.empty();
  }

  /** The same with what the databases say. */
  public Schemas at(Map<String, Answer<SortedSet<String>>> said) {
    return new Schemas(said, labels, releases, skip);
  }

  /** The same with what the ledger says; the newest release first. */
  public Schemas recorded(List<Release> said) {
    return new Schemas(present, labels, said, skip);
  }

  /** The same with what images say of themselves. */
  public Schemas labelled(Map<String, Answer<SortedMap<String, String>>> said) {
    return new Schemas(present, said, releases, skip);
  }

  /** The same, for a rollback that goes on all the same where there is a reason. */
  public Schemas skipping(Optional<String> reason) {
    return new Schemas(present, labels, releases, reason);
  }
}
