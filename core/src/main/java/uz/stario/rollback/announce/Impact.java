package uz.stario.rollback.announce;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.release.WorkloadState;

/**
 * What people notice, as far as the cluster tells before the first change: which workloads serve
 * with fewer pods than are asked for. Pure.
 */
public final class Impact {

  private Impact() {}

  /** In words; empty where all of them serve, which says nothing of how well they do. */
  public static Optional<String> of(Collection<WorkloadState> states) {
    String words =
        states.stream()
            .filter(state -> state.available() < state.desired())
            .sorted(Comparator.comparing(state -> state.ref().toString()))
            .map(Impact::words)
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private static String words(WorkloadState state) {
    return state.ref()
        + (state.available() == 0 ? " does not serve" : " serves")
        + " ("
        + state.available()
        + " of "
        + state.desired()
        + (state.desired() == 1 ? " pod)" : " pods)");
  }
}
