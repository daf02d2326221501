package uz.stario.rollback.sandbox.fault;

import java.util.Set;

/**
 * When a fault happens: to which requests, after how many of them, how many times, how likely.
 *
 * <p>Rules of the cluster's own faults have no use for anything but the fault.
 *
 * @param fault what goes wrong
 * @param verbs the verbs it happens to ({@code get}, {@code list}, {@code watch}, {@code create},
 *     {@code update}, {@code patch}, {@code delete}, {@code deletecollection}); empty for all
 * @param resource the plural, with {@code /SUBRESOURCE} where that is meant; empty for all
 * @param namespace the namespace; empty for all
 * @param name the object's name; empty for all
 * @param skip how many matching requests pass first
 * @param times how many matching requests it happens to then, zero for all
 * @param probability how likely it happens to each of them, drawn under the sandbox's seed
 */
public record Rule(
    Fault fault,
    Set<String> verbs,
    String resource,
    String namespace,
    String name,
    int skip,
    int times,
    double probability) {

  private static final Set<String> VERBS =
      Set.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

  /** Refuses what can never happen. */
  public Rule {
    verbs = Set.copyOf(verbs);
    for (String verb : verbs) {
      if (!VERBS.contains(verb)) {
        throw new IllegalArgumentException("no verb is called " + verb);
      }
    }
    if (skip < 0 || times < 0 || !(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "skip and times are zero or more, and probability is above 0 and at most 1");
    }
  }

  /** Once, to the next request of any kind. */
  public static Rule once(Fault fault) {
    return new Rule(fault, Set.of(), "", "", "", 0, 1, 1);
  }

  /** The same for these verbs and this resource. */
  public Rule on(String resource, String... verbs) {
    return new Rule(fault, Set.of(verbs), resource, namespace, name, skip, times, probability);
  }

  /** The same for one object. */
  public Rule named(String namespace, String name) {
    return new Rule(fault, verbs, resource, namespace, name, skip, times, probability);
  }

  /** The same, so many times; zero for ever. */
  public Rule times(int times) {
    return new Rule(fault, verbs, resource, namespace, name, skip, times, probability);
  }

  /** The same, after so many requests that pass. */
  public Rule after(int skip) {
    return new Rule(fault, verbs, resource, namespace, name, skip, times, probability);
  }

  /** The same for a share of the requests. */
  public Rule likely(double probability) {
    return new Rule(fault, verbs, resource, namespace, name, skip, times, probability);
  }

  boolean matches(Call call) {
    return (verbs.isEmpty() || verbs.contains(call.verb()))
        && (resource.isEmpty() || resource.equals(call.resource()))
        && (namespace.isEmpty() || namespace.equals(call.namespace()))
        && (name.isEmpty() || name.equals(call.name()));
  }

  /**
   * What a rule looks at.
   *
   * @param verb the verb
   * @param resource the plural, with {@code /SUBRESOURCE} where there is one
   * @param namespace the namespace, empty for all or none
   * @param name the object, empty for a collection
   */
  public record Call(String verb, String resource, String namespace, String name) {}
}
