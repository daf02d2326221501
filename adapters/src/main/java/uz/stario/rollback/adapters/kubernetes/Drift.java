package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Template;

/** Says in half a line what is different from what a plan assumed; never a value of a variable. */
final class Drift {

  private Drift() {}

  /** Starts with a colon; empty where the assumed template is not to be had any more. */
  static String words(Kept now, Assumption assumed) {
    return now.holder(assumed.template())
        .map(set ->
            ": "
                + words(
                    TemplateReader.read(set.template(), set.fingerprint()),
                    TemplateReader.read(now.template())))
        .orElse("");
  }

  static String words(Template before, Template after) {
    Map<String, Container> was = byName(before);
    Map<String, Container> is = byName(after);
    List<String> changes = new ArrayList<>();
    is.forEach((name, container) -> {
      Container old = was.get(name);
      if (old == null) {
        changes.add("container " + name + " is new");
      } else if (!old.image().equals(container.image())) {
        changes.add("image of " + name + " " + images(old.image(), container.image()));
      } else if (!old.env().equals(container.env())) {
        changes.add("environment of " + name);
      } else if (!old.resources().equals(container.resources())) {
        changes.add("resources of " + name);
      }
    });
    was.keySet().stream()
        .filter(name -> !is.containsKey(name))
        .forEach(name -> changes.add("container " + name + " is gone"));
    return changes.isEmpty()
        ? "something other than images and environment"
        : String.join(", ", changes);
  }

  private static String images(Image before, Image after) {
    boolean sameRepository = before.repository().equals(after.repository());
    return sameRepository && !before.version().equals(after.version())
        ? before.version() + " → " + after.version()
        : before.reference() + " → " + after.reference();
  }

  private static Map<String, Container> byName(Template template) {
    Map<String, Container> all = new TreeMap<>();
    template.containers().forEach(container -> all.put(container.name(), container));
    return all;
  }
}
