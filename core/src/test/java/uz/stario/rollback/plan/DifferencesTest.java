package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.container;
import static uz.stario.rollback.release.Given.image;
import static uz.stario.rollback.release.Given.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Template;

class DifferencesTest {

  @Test
  void equal_templates_do_not_differ() {
    assertThat(between(template("v1"), template("v1"))).isEmpty();
  }

  @Test
  void variables_that_came_went_or_changed_are_listed_by_name() {
    assertThat(
            between(
                template("v1", Map.of("GONE", "1", "CHANGED", "a", "SAME", "s")),
                template("v1", Map.of("NEW", "2", "CHANGED", "b", "SAME", "s"))))
        .containsExactly(
            new Difference("env", "app CHANGED", "a", "b"),
            new Difference("env", "app GONE", "1", ""),
            new Difference("env", "app NEW", "", "2"));
  }

  @Test
  void a_variable_set_to_nothing_differs_from_none() {
    assertThat(between(template("v1"), template("v1", Map.of("EMPTY", "")))).hasSize(1);
  }

  @Test
  void a_secret_that_changed_is_listed_and_masked() {
    assertThat(
            between(
                template("v1", Map.of("DB_PASSWORD", "a")),
                template("v1", Map.of("DB_PASSWORD", "b"))))
        .containsExactly(new Difference("env", "app DB_PASSWORD", "••••", "••••"));
  }

  @Test
  void a_container_that_came_is_listed_with_its_image() {
    assertThat(
            between(
                template("v1"),
                template(
                    List.of(
                        container("app", image("app", "v1"), Map.of()),
                        container("proxy", image("proxy", "v9"), Map.of())))))
        .containsExactly(new Difference("container", "proxy", "", image("proxy", "v9")));
  }

  @Test
  void resources_and_references_are_compared() {
    assertThat(
            between(
                resources(Map.of("limits.memory", "1Gi"), Set.of("configmap/app")),
                resources(Map.of("limits.memory", "2Gi"), Set.of("secret/jwt"))))
        .containsExactly(
            new Difference("resources", "app limits.memory", "1Gi", "2Gi"),
            new Difference("config", "app", "configmap/app", ""),
            new Difference("config", "app", "", "secret/jwt"));
  }

  @Test
  void a_difference_that_plans_do_not_look_into_is_not_kept_silent() {
    Template one = template("v1");
    Template other =
        new Template(one.containers(), new TreeSet<>(), "other print", "other without env");

    assertThat(between(one, other)).extracting(Difference::what).containsExactly("other");
  }

  private static Template resources(Map<String, String> resources, Set<String> references) {
    return template(
        List.of(
            new Container(
                "app",
                false,
                new Image("app:v1"),
                new TreeMap<>(),
                new TreeMap<>(resources),
                new TreeSet<>(references))));
  }

  private static List<Difference> between(Template before, Template after) {
    return Differences.between(before, after, new Redactor());
  }
}
