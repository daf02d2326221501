package uz.stario.rollback.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Fingerprint;
import uz.stario.rollback.release.WorkloadRef;

/** Images and configuration as a test says. */
public final class FakeInventory implements Inventory {

  private final Map<WorkloadRef, SortedSet<String>> images = new HashMap<>();
  private final Map<String, Map<String, String>> configuration = new HashMap<>();

  /** Gives a workload an image and no other. */
  public synchronized FakeInventory runs(WorkloadRef workload, String image) {
    images.put(workload, new TreeSet<>(Set.of(image)));
    return this;
  }

  /** Makes a ConfigMap or Secret, or gives it other data. */
  public synchronized FakeInventory configure(String reference, Map<String, String> data) {
    configuration.put(reference, Map.copyOf(data));
    return this;
  }

  @Override
  public synchronized Answer<SortedSet<String>> images(WorkloadRef workload) {
    SortedSet<String> found = images.get(workload);
    return found == null ? missing(workload.toString()) : Answer.given(new TreeSet<>(found));
  }

  @Override
  public synchronized Answer<String> fingerprint(String reference, byte[] key) {
    Map<String, String> data = configuration.get(reference);
    return data == null ? missing(reference) : Answer.given(Fingerprint.of(key, data));
  }

  private static <T> Answer<T> missing(String name) {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.WORKLOAD_NOT_FOUND,
            "Cannot find " + name + ".",
            "There is no " + name + ".",
            "Check the name."));
  }
}
