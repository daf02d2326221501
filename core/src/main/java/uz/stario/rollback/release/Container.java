package uz.stario.rollback.release;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rollback needs to know of one container of a pod template.
 *
 * @param init whether it is an init container
 * @param env by name: the literal value, or where it comes from ({@code secret jwt/key})
 * @param resources flattened: {@code limits.memory} to {@code 256Mi}
 * @param configReferences what it takes from elsewhere: {@code configmap/app}, {@code secret/jwt}
 */
public record Container(
    String name,
    boolean init,
    Image image,
    SortedMap<String, String> env,
    SortedMap<String, String> resources,
    SortedSet<String> configReferences) {
  public Container {
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    configReferences = Collections.unmodifiableSortedSet(new TreeSet<>(configReferences));
  }
}
