package uz.stario.rollback.release;

import java.util.Comparator;
import java.util.Optional;

/** Names a workload within its environment; written {@code deployment/api-gateway}. */
public record WorkloadRef(WorkloadKind kind, String name) implements Comparable<WorkloadRef> {

  private static final Comparator<WorkloadRef> ORDER =
      Comparator.comparing(WorkloadRef::kind).thenComparing(WorkloadRef::name);

  public static WorkloadRef deployment(String name) {
    return new WorkloadRef(WorkloadKind.DEPLOYMENT, name);
  }

  /** Reads {@code KIND/NAME}; empty where it is not of that form or of no known kind. */
  public static Optional<WorkloadRef> parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      return Optional.empty();
    }
    String name = text.substring(slash + 1);
    return WorkloadKind.of(text.substring(0, slash)).map(kind -> new WorkloadRef(kind, name));
  }

  @Override
  public int compareTo(WorkloadRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.noun() + "/" + name;
  }
}
