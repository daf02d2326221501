package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Template;

/** What changes between two pod templates, in the order in which people look for it. */
public final class Differences {

  private Differences() {}

  /** Images first, then environment, resources and references; values that may be secret masked. */
  public static List<Difference> between(Template before, Template after, Redactor redactor) {
    List<Difference> found = new ArrayList<>();
    for (String name : names(before, after)) {
      Optional<Container> was = container(before, name);
      Optional<Container> is = container(after, name);
      if (was.isPresent() && is.isPresent()) {
        containers(was.get(), is.get(), redactor, found);
      } else {
        found.add(
            new Difference(
                "container",
                name,
                was.map(c -> c.image().reference()).orElse(""),
                is.map(c -> c.image().reference()).orElse("")));
      }
    }
    references("pod", before.configReferences(), after.configReferences(), found);
    boolean moreThanEnv = found.stream().anyMatch(d -> !d.what().equals("env"));
    if (!moreThanEnv && !before.fingerprintWithoutEnv().equals(after.fingerprintWithoutEnv())) {
      found.add(
          new Difference("other", "pod template", "probes, command, labels or volumes differ", ""));
    }
    return List.copyOf(found);
  }

  private static void containers(
      Container was, Container is, Redactor redactor, List<Difference> found) {
    String name = was.name();
    if (!was.image().equals(is.image())) {
      found.add(new Difference("image", name, was.image().reference(), is.image().reference()));
    }
    values("env", name, was.env(), is.env(), redactor, found);
    values("resources", name, was.resources(), is.resources(), redactor, found);
    references(name, was.configReferences(), is.configReferences(), found);
  }

  private static void values(
      String what,
      String container,
      SortedMap<String, String> was,
      SortedMap<String, String> is,
      Redactor redactor,
      List<Difference> found) {
    SortedSet<String> keys = new TreeSet<>(was.keySet());
    keys.addAll(is.keySet());
    for (String key : keys) {
      String before = was.getOrDefault(key, "");
      String after = is.getOrDefault(key, "");
      if (!before.equals(after) || was.containsKey(key) != is.containsKey(key)) {
        found.add(
            new Difference(
                what,
                container + " " + key,
                redactor.value(key, before),
                redactor.value(key, after)));
      }
    }
  }

  private static void references(
      String where, Collection<String> was, Collection<String> is, List<Difference> found) {
    was.stream()
        .filter(r -> !is.contains(r))
        .forEach(r -> found.add(new Difference("config", where, r, "")));
    is.stream()
        .filter(r -> !was.contains(r))
        .forEach(r -> found.add(new Difference("config", where, "", r)));
  }

  /** The template with the carried flags in place; its fingerprint is then the adapter's affair. */
  static Template carrying(Template now, Template target, List<CarriedFlag> carried) {
    if (carried.isEmpty()) {
      return target;
    }
    List<Container> containers = new ArrayList<>();
    for (Container container : target.containers()) {
      Map<String, String> env = new TreeMap<>(container.env());
      carried.stream()
          .filter(flag -> flag.container().equals(container.name()))
          .forEach(flag -> env.put(flag.name(), present(now, flag)));
      containers.add(
          new Container(
              container.name(),
              container.init(),
              container.image(),
              new TreeMap<>(env),
              container.resources(),
              container.configReferences()));
    }
    return new Template(
        containers,
        target.configReferences(),
        "",
        target.fingerprintWithoutEnv(),
        target.knownSchemas());
  }

  private static String present(Template now, CarriedFlag flag) {
    return container(now, flag.container()).map(c -> c.env().get(flag.name())).orElse("");
  }

  private static List<String> names(Template before, Template after) {
    List<String> names = new ArrayList<>();
    before.containers().forEach(c -> names.add(c.name()));
    after.containers().stream()
        .map(Container::name)
        .filter(n -> !names.contains(n))
        .forEach(names::add);
    return names;
  }

  static Optional<Container> container(Template template, String name) {
    return template.containers().stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
