package uz.stario.rollback.lock;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A holding that stands in the way.
 *
 * @param common what both want; empty where it is an earlier hold of the same run
 */
public record Conflict(Holding holding, SortedSet<TargetKey> common, Standing standing) {
  public Conflict {
    common = Collections.unmodifiableSortedSet(new TreeSet<>(common));
  }
}
