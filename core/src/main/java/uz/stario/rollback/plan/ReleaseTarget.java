package uz.stario.rollback.plan;

import java.util.HashMap;
import java.util.Map;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleaseSet;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;

/** Makes a target of the versions that ran together; pure. */
public final class ReleaseTarget {

  private ReleaseTarget() {}

  /**
   * Every workload of a service in the set goes to what its service ran then; the others are left
   * alone.
   *
   * @param name the release that was asked for
   */
  public static RevisionChoice.Released of(String name, ReleaseSet set, Scope scope) {
    Map<WorkloadRef, RevisionChoice.Released.Part> parts = new HashMap<>();
    for (Service service : scope.services()) {
      Release release = set.releases().get(service.name());
      if (release != null) {
        ReleasedService released = release.services().get(service.name());
        if (released != null) {
          var part = new RevisionChoice.Released.Part(release.version(), release.at(), released);
          service.workloads().forEach(workload -> parts.putIfAbsent(workload, part));
        }
      }
    }
    return new RevisionChoice.Released(name, parts);
  }
}
