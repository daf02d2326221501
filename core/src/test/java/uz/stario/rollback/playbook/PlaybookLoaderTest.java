package uz.stario.rollback.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.release.WorkloadRef;

class PlaybookLoaderTest {

  @Test
  void a_whole_file_becomes_a_playbook_in_the_order_of_the_file() {
    Map<String, Object> services = new LinkedHashMap<>();
    services.put(
        "web",
        Map.of(
            "workloads", List.of("deployment/web", "deployment/web-worker"),
            "dependsOn", List.of("db"),
            "flags", List.of("EMERGENCY_MODE")));
    services.put("db", service("db"));
    Loaded loaded = load(services);
    assertThat(loaded).isInstanceOf(Loaded.Good.class);
    Playbook playbook = ((Loaded.Good) loaded).playbook();
    assertThat(playbook.services()).extracting(Service::name).containsExactly("web", "db");
    Service web = playbook.service("web").orElseThrow();
    assertThat(web.workloads())
        .containsExactly(WorkloadRef.deployment("web"), WorkloadRef.deployment("web-worker"));
    assertThat(web.dependsOn()).isEqualTo(Set.of("db"));
    assertThat(web.flags()).isEqualTo(Set.of("EMERGENCY_MODE"));
  }

  @Test
  void a_circle_is_named_from_where_it_begins_to_where_it_closes() {
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("a", service("a", "b"));
    services.put("b", service("b", "c"));
    services.put("c", service("c", "b"));
    assertThat(mistakes(services))
        .containsExactly(
            "1:1: services.c.dependsOn[0]: services depend on each other in a circle: b -> c -> b");
  }

  @Test
  void every_circle_is_named() {
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("a", service("a", "b"));
    services.put("b", service("b", "a"));
    services.put("c", service("c", "d"));
    services.put("d", service("d", "c", "a"));
    assertThat(mistakes(services))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).endsWith("a -> b -> a"))
        .anySatisfy(line -> assertThat(line).endsWith("c -> d -> c"));
  }

  @Test
  void two_ways_to_the_same_service_are_no_circle() {
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("a", service("a", "b", "c"));
    services.put("b", service("b", "d"));
    services.put("c", service("c", "d"));
    services.put("d", service("d"));
    assertThat(load(services)).isInstanceOf(Loaded.Good.class);
  }

  @Test
  void a_chain_longer_than_the_threads_stack_is_followed_to_its_circle() {
    int length = 20_000;
    Map<String, Object> services = new LinkedHashMap<>();
    for (int i = 0; i < length; i++) {
      services.put("s" + i, service("s" + i, "s" + (i + 1) % length));
    }
    assertThat(mistakes(services))
        .singleElement()
        .asString()
        .contains("s0 -> s1 -> ")
        .endsWith("-> … -> s0");
  }

  @Test
  void a_hostile_number_of_mistakes_ends_in_a_line_that_says_so() {
    Map<String, Object> services = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      services.put("s" + i, service("s" + i, "unknown" + i));
    }
    assertThat(mistakes(services))
        .hasSize(101)
        .last()
        .asString()
        .endsWith("there are more; these are the first 100");
  }

  @Test
  void what_a_terminal_would_obey_is_not_repeated() {
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("web", service("web", "db\u001b[2J\n\u202e"));
    assertThat(mistakes(services))
        .singleElement()
        .asString()
        .contains("\"db?[2J??\" is no service of this playbook");
  }

  @Test
  void anything_but_a_mapping_is_refused_as_a_whole() {
    for (Object root : List.of(List.of(), "text", 5)) {
      assertThat(PlaybookLoader.load(Tree.of(root)))
          .isInstanceOfSatisfying(
              Loaded.Bad.class,
              bad ->
                  assertThat(bad.mistakes())
                      .singleElement()
                      .asString()
                      .startsWith("1:1: must be a mapping of keys, but is "));
    }
  }

  @Test
  void of_a_newer_format_only_its_version_is_told() {
    Loaded loaded = PlaybookLoader.load(Tree.of(Map.of("schemaVersion", 2, "novelty", "x")));
    assertThat(((Loaded.Bad) loaded).mistakes())
        .singleElement()
        .asString()
        .contains("schemaVersion: ")
        .contains("this program is too old");
  }

  private static Map<String, Object> service(String name, String... dependsOn) {
    return Map.of("workloads", List.of("deployment/" + name), "dependsOn", List.of(dependsOn));
  }

  private static Loaded load(Map<String, Object> services) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("schemaVersion", 1);
    file.put("platform", "shop");
    file.put("environments", Map.of("prod", Map.of("namespace", "shop")));
    file.put("services", services);
    return PlaybookLoader.load(Tree.of(file));
  }

  private static List<String> mistakes(Map<String, Object> services) {
    return switch (load(services)) {
      case Loaded.Good _ -> new ArrayList<>();
      case Loaded.Bad(List<Mistake> mistakes) -> mistakes.stream().map(Mistake::toString).toList();
    };
  }
}
