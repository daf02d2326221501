package uz.stario.rollback.gpu;

import java.util.ArrayList;
import java.util.List;

/**
 * What a container requires of a node's GPUs, as its variable {@code NVIDIA_REQUIRE_CUDA} says it:
 * alternatives with spaces between them, each of conditions with commas between them.
 *
 * @param alternatives one of which must hold; where there is none, nothing is required
 * @see <a
 *     href="https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html#constraints">
 *     Constraints of the NVIDIA Container Toolkit</a>
 */
public record Requirement(String text, List<List<Condition>> alternatives) {

  /** NVIDIA's own have about 30 conditions. */
  private static final int LONGEST = 4_000;

  public Requirement {
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }

  /** A requirement, or why the text is none. */
  public sealed interface Parsed {
    record Good(Requirement requirement) implements Parsed {}

    record Bad(String why) implements Parsed {}
  }

  public static Parsed parse(String text) {
    if (text.length() > LONGEST) {
      return new Parsed.Bad("it has more than " + LONGEST + " characters");
    }
    List<List<Condition>> alternatives = new ArrayList<>();
    for (String alternative : text.split(" ", -1)) {
      List<Condition> conditions = new ArrayList<>();
      for (String part : alternative.split(",", -1)) {
        if (part.isEmpty()) {
          continue; // as the toolkit does
        }
        switch (Condition.parse(part)) {
          case Condition.Parsed.Good(Condition condition) -> conditions.add(condition);
          case Condition.Parsed.Bad(String why) -> {
            return new Parsed.Bad(why);
          }
        }
      }
      if (!conditions.isEmpty()) {
        alternatives.add(conditions);
      }
    }
    return new Parsed.Good(new Requirement(text.strip(), alternatives));
  }

  /** Unknown where it turns on what the labels do not tell. */
  public Truth holds(NodeVersions versions) {
    return alternatives.isEmpty()
        ? Truth.YES
        : alternatives.stream()
            .map(all ->
                all.stream()
                    .map(condition -> condition.holds(versions))
                    .reduce(Truth.YES, Truth::and))
            .reduce(Truth.NO, Truth::or);
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}
