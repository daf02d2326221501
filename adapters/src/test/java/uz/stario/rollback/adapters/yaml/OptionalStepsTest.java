package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Loaded;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.PlaybookLoader;
import uz.stario.rollback.release.WorkloadRef;

class OptionalStepsTest {

  @Test
  void a_step_says_when_it_helps_when_it_is_made_and_what_it_does() {
    assertThat(steps(Reading.WITH_OPTIONAL_STEPS))
        .containsExactly(
            new OptionalStep(
                "clear the queue",
                "jobs of the bad version fail again and again",
                OptionalStep.Moment.BEFORE,
                new OptionalStep.Remedy.Quarantine("orders:queue")),
            new OptionalStep(
                "restart ingress",
                "routes are stale",
                OptionalStep.Moment.AFTER,
                new OptionalStep.Remedy.Restart(
                    WorkloadRef.deployment("ingress"), Optional.of("ingress"))),
            new OptionalStep(
                "restart the web",
                "it keeps connections",
                OptionalStep.Moment.AFTER,
                new OptionalStep.Remedy.Restart(WorkloadRef.deployment("web"), Optional.empty())));
  }

  @Test
  void every_mistake_is_told_with_its_place() {
    assertThat(mistakes("before: rollback", "before: rolback"))
        .containsExactly(
            "27:17: services.orders.optional[0].before: must be rollback; did you mean rollback?");
    assertThat(mistakes("before: rollback", "before: rollback\n        after: rollback"))
        .containsExactly("25:9: services.orders.optional[0]: must not hold both before and after");
    assertThat(mistakes("        restart: deployment/ingress\n", ""))
        .containsExactly(
            "29:9: services.orders.optional[1]: must hold one of restart, quarantine",
            "32:20: services.orders.optional[1].namespace: belongs to restart; this step has none");
    assertThat(mistakes("        restart: deployment/web", "        quarantine: {}"))
        .containsExactly("36:9: services.orders.optional[2].quarantine.key: is missing");
    assertThat(mistakes("deployment/web\n", "deployment/web\n        quarantine: { key: a b }\n"))
        .contains("34:9: services.orders.optional[2]: must hold one of restart, quarantine")
        .anyMatch(line -> line.contains("must be a key of Redis"));
    assertThat(mistakes("        why: routes are stale\n", ""))
        .containsExactly("29:9: services.orders.optional[1].why: is missing");
    assertThat(mistakes("name: restart ingress", "name: clear the queue"))
        .containsExactly(
            "29:15: services.orders.optional[1].name: \"clear the queue\" stands twice; the first"
                + " time at 25:15");
  }

  @Test
  void a_restart_of_what_goes_back_anyway_is_refused_but_not_one_of_that_name_elsewhere() {
    assertThat(mistakes("        restart: deployment/web", "        restart: deployment/orders"))
        .containsExactly(
            "36:18: services.orders.optional[2].restart: is no step of its own: a rollback of this"
                + " service restarts it already");
    assertThat(
            mistakes("        restart: deployment/ingress", "        restart: deployment/orders"))
        .isEmpty();
  }

  @Test
  void a_queue_is_of_a_redis_that_an_environment_names() {
    String steps =
        """
            workloads: [deployment/orders]
            optional:
              - { name: restart, why: stale, restart: deployment/web }
              - { name: clear, why: full, quarantine: { key: jobs } }
        """;
    String file = Reading.with("    workloads: [deployment/orders]\n", steps);

    assertThat(Reading.mistakes(file))
        .containsExactly(
            "25:9: services.orders.optional[1]: puts a queue aside, but no environment says where"
                + " its Redis is (redis)");
    assertThat(
            Reading.mistakes(
                file.replace(
                    "    namespace: shop\n",
                    "    namespace: shop\n    redis: { env: SHOP_REDIS_URL }\n")))
        .isEmpty();
  }

  @Test
  void the_address_of_a_redis_is_refused_and_never_repeated() {
    List<String> told =
        mistakes(
            "    redis: { env: SHOP_REDIS_URL }\n",
            "    redis: redis://:s3cret@redis.shop.example\n");

    assertThat(told).singleElement().asString().contains("redis: is a secret");
    assertThat(told.getFirst()).doesNotContain("s3cret");
  }

  private static List<String> mistakes(String part, String other) {
    assertThat(Reading.WITH_OPTIONAL_STEPS).contains(part);
    int at = Reading.WITH_OPTIONAL_STEPS.lastIndexOf(part);
    return Reading.mistakes(
        Reading.WITH_OPTIONAL_STEPS.substring(0, at)
            + other
            + Reading.WITH_OPTIONAL_STEPS.substring(at + part.length()));
  }

  private static List<OptionalStep> steps(String yaml) {
    Loaded loaded = PlaybookLoader.load(((Parsed.Tree) YamlParser.parse(yaml)).root());
    return ((Loaded.Good) loaded).playbook().service("orders").orElseThrow().optional();
  }
}
