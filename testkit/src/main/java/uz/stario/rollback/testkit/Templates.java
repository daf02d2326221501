package uz.stario.rollback.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Template;

/** Pod templates of one container, {@code app}, whose fingerprint is their text. */
public final class Templates {

  static final String UNUSUAL = " with an unusual field";

  private Templates() {}

  public static Template of(String image, Map<String, String> env) {
    return of(
        List.of(
            new Container(
                "app",
                false,
                new Image(image),
                new TreeMap<>(env),
                new TreeMap<>(),
                new TreeSet<>())),
        "");
  }

  static Template withImage(Template template, String image) {
    return changed(
        template,
        c ->
            new Container(
                c.name(),
                c.init(),
                new Image(image),
                c.env(),
                c.resources(),
                c.configReferences()));
  }

  static Template withEnv(Template template, String name, String value) {
    return changed(
        template,
        c -> {
          TreeMap<String, String> env = new TreeMap<>(c.env());
          env.put(name, value);
          return new Container(
              c.name(), c.init(), c.image(), env, c.resources(), c.configReferences());
        });
  }

  static Template unusual(Template template) {
    return of(template.containers(), UNUSUAL);
  }

  static boolean isUnusual(Template template) {
    return template.fingerprint().contains(UNUSUAL);
  }

  /** The target with the flags' entries of the template that runs. */
  static Template carrying(Template now, Template target, List<CarriedFlag> carried) {
    Template after = target;
    for (CarriedFlag flag : carried) {
      Optional<String> kept =
          now.containers().stream()
              .filter(c -> c.name().equals(flag.container()))
              .findFirst()
              .map(c -> c.env().get(flag.name()));
      if (kept.isPresent()) {
        after = withEnv(after, flag.name(), kept.get());
      }
    }
    return after;
  }

  /** As a restart changes it: by the time alone. */
  static Template restarted(Template template, Instant at) {
    return of(template.containers(), (isUnusual(template) ? UNUSUAL : "") + " restarted at " + at);
  }

  private static Template changed(Template template, UnaryOperator<Container> change) {
    List<Container> containers = new ArrayList<>();
    template.containers().forEach(c -> containers.add(change.apply(c)));
    return of(containers, isUnusual(template) ? UNUSUAL : "");
  }

  private static Template of(List<Container> containers, String unusual) {
    List<String> withoutEnv = containers.stream().map(c -> c.name() + "=" + c.image()).toList();
    return new Template(containers, new TreeSet<>(), containers + unusual, withoutEnv + unusual);
  }
}
