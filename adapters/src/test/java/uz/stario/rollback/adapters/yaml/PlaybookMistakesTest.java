package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.yaml.Reading.mistakes;
import static uz.stario.rollback.adapters.yaml.Reading.with;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaybookMistakesTest {

  record Case(String sentence, String part, String other, List<String> mistakes) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  private static Case of(String sentence, String part, String other, String... mistakes) {
    return new Case(sentence, part, other, List.of(mistakes));
  }

  static Stream<Case> every_mistake_is_told_with_its_place_and_what_was_meant() {
    return Stream.of(
        of("a sound file has none", "shop\n", "shop\n"),
        of(
            "an unknown key names the one that was meant, and that one is not also missing",
            "namespace:",
            "namespce:",
            "5:5: environments.prod.namespce: unknown key; did you mean namespace?"),
        of(
            "an unknown key like no other offers none",
            "flags: [FEATURE_X]",
            "owner: me",
            "14:5: services.web.owner: unknown key"),
        of(
            "a missing key is told at the mapping that lacks it",
            "    namespace: shop\n",
            "",
            "4:3: environments.prod.namespace: is missing"),
        of(
            "a key that stands twice names the first place",
            "    namespace: shop\n",
            "    namespace: shop\n".repeat(2),
            "6:5: environments.prod.namespace: this key stands twice; the first time at 5:5"),
        of(
            "a service that stands twice names the first place",
            "  orders:\n    workloads: [deployment/orders]\n",
            "  orders:\n    workloads: [deployment/orders]\n".repeat(2),
            "23:3: services.orders: this key stands twice; the first time at 21:3"),
        of(
            "a number where text belongs",
            "platform: shop",
            "platform: 7",
            "2:11: platform: must be text, but is a whole number; put it in quotes"),
        of(
            "true where text belongs",
            "contains: ok",
            "contains: true",
            "19:19: services.web.checks[0].contains: must be text, but is true or false; put it in"
                + " quotes"),
        of("a blank text", "platform: shop", "platform: ' '", "2:11: platform: must not be blank"),
        of("a key without value", "platform: shop", "platform:", "2:10: platform: has no value"),
        of(
            "text where a list belongs",
            "flags: [FEATURE_X]",
            "flags: FEATURE_X",
            "14:12: services.web.flags: must be a list, but is text"),
        of(
            "a list where text belongs",
            "platform: shop",
            "platform: [shop]",
            "2:1: platform: must be text, but is a list"),
        of(
            "an older version",
            "schemaVersion: 1",
            "schemaVersion: 0",
            "1:16: schemaVersion: must be 1"),
        of(
            "a version in quotes",
            "schemaVersion: 1",
            "schemaVersion: '1'",
            "1:16: schemaVersion: must be a whole number, but is text"),
        of(
            "a newer version",
            "schemaVersion: 1",
            "schemaVersion: 2",
            "1:16: schemaVersion: the file is of a newer format; this program is too old for it: it"
                + " reads version 1. Update the program"),
        of(
            "a policy that is nearly right",
            "flags: [FEATURE_X]",
            "onFailure: halt-dependants",
            "14:16: services.web.onFailure: must be one of continue, halt-dependents, halt; did you"
                + " mean halt-dependents?"),
        of(
            "a figure of no check of the platform",
            "      webhook: { env: SHOP_WEBHOOK }\n",
            "      webhook: { env: SHOP_WEBHOOK }\n      figures: { errorRate: health }\n",
            "10:29: environments.prod.channel.figures.errorRate: \"health\" is no check of the"
                + " platform as a whole"),
        of(
            "a workload without kind",
            "deployment/web",
            "web",
            "12:17: services.web.workloads[0]: must be deployment/NAME"),
        of(
            "a workload of a kind that is nearly right",
            "deployment/web",
            "deploymnet/web",
            "12:17: services.web.workloads[0]: must be deployment/NAME; did you mean deployment?"),
        of(
            "a workload whose name Kubernetes does not take",
            "deployment/web",
            "deployment/Web",
            "12:17: services.web.workloads[0]: the name must be small letters, digits, hyphens and"
                + " dots, with a letter or digit at both ends"),
        of(
            "no workload",
            "[deployment/web]",
            "[]",
            "12:5: services.web.workloads: must name at least one workload"),
        of(
            "a workload named twice",
            "[deployment/web]",
            "[deployment/web, deployment/web]",
            "12:33: services.web.workloads[1]: \"deployment/web\" stands twice; the first time at"
                + " 12:17"),
        of(
            "two services that share a workload",
            "[deployment/orders]",
            "[deployment/web]",
            "22:17: services.orders.workloads[0]: deployment/web already belongs to service"
                + " \"web\""),
        of(
            "a shared secret of what is no service",
            "    url: https://api.shop.example\n",
            "    url: https://api.shop.example\n    sharedSecrets: { jwt: [wep] }\n",
            "7:28: environments.prod.sharedSecrets.jwt[0]: \"wep\" is no service of this playbook;"
                + " did you mean web?"),
        of(
            "a dependency that is no service",
            "dependsOn: [orders]",
            "dependsOn: [ordres]",
            "13:17: services.web.dependsOn[0]: \"ordres\" is no service of this playbook; did you"
                + " mean orders?"),
        of(
            "a service that depends on itself",
            "dependsOn: [orders]",
            "dependsOn: [web]",
            "13:17: services.web.dependsOn[0]: a service cannot depend on itself"),
        of(
            "a circle",
            "[deployment/orders]",
            "[deployment/orders]\n    dependsOn: [web]",
            "23:17: services.orders.dependsOn[0]: services depend on each other in a circle: web ->"
                + " orders -> web"),
        of(
            "a flag that is no environment variable",
            "FEATURE_X",
            "feature.x",
            "14:13: services.web.flags[0]: must be the name of an environment variable: letters,"
                + " digits and _, no digit first"),
        of(
            "a name that Kubernetes would not take",
            "  prod:",
            "  Prod:",
            "4:3: environments.Prod: the name must be 1 to 63 small letters, digits and hyphens,"
                + " with a letter or digit at both ends"),
        of(
            "a duration without unit",
            "limit: 5s",
            "limit: 5",
            "20:16: services.web.checks[0].limit: must be a duration with its unit, such as 500ms,"
                + " 5s or 2m"),
        of(
            "a duration that nobody can wait for",
            "limit: 5s",
            "limit: 6m",
            "20:16: services.web.checks[0].limit: must be at most 5m"),
        of(
            "a status that HTTP does not have",
            "status: 200",
            "status: 600",
            "18:17: services.web.checks[0].status: must be an HTTP status, from 100 to 599"),
        of(
            "a status beyond all numbers",
            "status: 200",
            "status: 99999999999999999999",
            "18:17: services.web.checks[0].status: must be an HTTP status, from 100 to 599"),
        of(
            "a method in small letters",
            "GET $",
            "get $",
            "17:15: services.web.checks[0].http: the method must be one of GET, HEAD, POST,"
                + " OPTIONS; did you mean GET?"),
        of(
            "an address without method",
            "GET ${url}/health",
            "${url}/health",
            "17:15: services.web.checks[0].http: must be a method and an address: GET"
                + " ${url}/health"),
        of(
            "an address that is not of the web",
            "${url}/health",
            "ftp://shop.example/",
            "17:15: services.web.checks[0].http: the address must begin with http:// or https://"),
        of(
            "another variable",
            "${url}/health",
            "${host}/health",
            "17:15: services.web.checks[0].http: the address may hold only ${url}, and only at its"
                + " beginning"),
        of(
            "a body where none can be",
            "GET $",
            "HEAD $",
            "19:19: services.web.checks[0].contains: cannot be met: an answer to HEAD has no body;"
                + " use GET"),
        of(
            "an environment without the address that a check needs",
            "    url: https://api.shop.example\n",
            "",
            "16:15: services.web.checks[0].http: uses ${url}, but there is no url in"
                + " environments.prod"),
        of(
            "two checks of one name",
            "    limit: 5s\n",
            "    limit: 5s\n      - name: health\n        http: GET ${url}/\n",
            "21:15: services.web.checks[1].name: \"health\" stands twice; the first time at 16:15"),
        of(
            "GPUs that nobody calls so, on nodes that nobody can label so",
            "        http: GET ${url}/health\n        status: 200\n        contains: ok\n",
            "        gpu: { workload: deployment/web, resource: gpu, labels: { -k: x, a: b c } }\n",
            "17:52: services.web.checks[0].gpu.resource: must be what a device plugin calls it,"
                + " such as nvidia.com/gpu",
            "17:67: services.web.checks[0].gpu.labels.-k: the name must be the key of a label, such"
                + " as nvidia.com/gpu.product",
            "17:77: services.web.checks[0].gpu.labels.a: must be the value of a label: 1 to 63"
                + " letters, digits, - _ and . , with a letter or digit at both ends"),
        of(
            "a requirement of another world",
            "        http: GET ${url}/health\n        status: 200\n        contains: ok\n",
            "        gpu: { workload: deployment/web, requires: cudda>=12 }\n",
            "17:52: services.web.checks[0].gpu.requires: is no requirement: 'cudda>=12' is on none"
                + " of cuda, driver, arch and brand"),
        of(
            "GPUs of nobody",
            "        http: GET ${url}/health\n        status: 200\n        contains: ok\n",
            "        gpu: { resource: nvidia.com/gpu }\n",
            "17:9: services.web.checks[0].gpu.workload: is missing"),
        of(
            "a schema of no database and a label that no image has",
            "    flags: [FEATURE_X]\n",
            "    schema: { database: main, label: \"shop schema\" }\n",
            "14:25: services.web.schema.database: \"main\" is no database of any environment",
            "14:38: services.web.schema.label: must be the label of an image, such as"
                + " uz.stario.schema"),
        of(
            "both places for a secret",
            "{ env: SHOP_WEBHOOK }",
            "{ env: SHOP_WEBHOOK, file: /run/hook }",
            "9:7: environments.prod.channel.webhook: must hold one of env and file"),
        of(
            "no place for a secret",
            "{ env: SHOP_WEBHOOK }",
            "{}",
            "9:7: environments.prod.channel.webhook: must hold one of env and file"),
        of(
            "a secret's file that depends on where one stands",
            "{ env: SHOP_WEBHOOK }",
            "{ file: hook }",
            "9:24: environments.prod.channel.webhook.file: must be the whole path of a file, from /"
                + " on"),
        of(
            "two ways to one channel",
            "webhook: { env: SHOP_WEBHOOK }",
            "webhook: { env: A }\n      slack: { channel: C1, token: { env: B } }",
            "7:5: environments.prod.channel: must hold one of webhook and slack"),
        of(
            "no way to a channel",
            "      webhook: { env: SHOP_WEBHOOK }\n",
            "",
            "7:5: environments.prod.channel: must hold one of webhook and slack"),
        of(
            "a bot without a token",
            "webhook: { env: SHOP_WEBHOOK }",
            "slack: { channel: C1, tokn: { env: B } }",
            "9:29: environments.prod.channel.slack.tokn: unknown key; did you mean token?"),
        of(
            "a bot's token itself",
            "webhook: { env: SHOP_WEBHOOK }",
            "slack: { channel: C1, token: xoxb-s3cret }",
            "9:36: environments.prod.channel.slack.token: is a secret and must not be in the file;"
                + " name where it is kept: { env: VARIABLE } or { file: /PATH }"),
        of(
            "a template that there is not",
            "webhook: { env: SHOP_WEBHOOK }",
            "webhook: { env: A }\n      messages: { completed: { title: X, fields: { A: b } } }",
            "10:19: environments.prod.channel.messages.completed: is no template; there are"
                + " inProgress, complete, incomplete; did you mean complete?"),
        of(
            "a placeholder that there is not",
            "webhook: { env: SHOP_WEBHOOK }",
            "webhook: { env: A }\n      messages:\n        complete:\n"
                + "          title: ${servces} and ${run}\n          fields: { To: \"${}\" }",
            "12:18: environments.prod.channel.messages.complete.title: \"${servces}\" is no"
                + " placeholder; did you mean services?",
            "13:25: environments.prod.channel.messages.complete.fields.To: \"${}\" is no"
                + " placeholder"),
        of(
            "a message of nothing",
            "webhook: { env: SHOP_WEBHOOK }",
            "webhook: { env: A }\n      messages: { complete: { fields: {} } }",
            "10:19: environments.prod.channel.messages.complete.title: is missing",
            "10:31: environments.prod.channel.messages.complete.fields: must hold at least one"
                + " field"));
  }

  @ParameterizedTest
  @MethodSource
  void every_mistake_is_told_with_its_place_and_what_was_meant(Case example) {
    assertThat(mistakes(with(example.part(), example.other()))).isEqualTo(example.mistakes());
  }

  @Test
  void an_environment_or_service_is_needed() {
    assertThat(mistakes("schemaVersion: 1\nplatform: x\nenvironments: {}\nservices: {}\n"))
        .containsExactly(
            "3:1: environments: must name at least one environment",
            "4:1: services: must name at least one service");
  }

  @Test
  void a_webhook_in_the_file_is_refused_wherever_it_stands_and_never_repeated() {
    String hook = "https://hooks.slack.example/services/T0/B0/s3cret";
    for (String other :
        List.of(
            "webhook: " + hook,
            "webhook: \"" + hook + "\"",
            "webhook: { env: \"" + hook + "\" }",
            "webhook: { file: \"" + hook + "\" }",
            "webhook: { url: \"" + hook + "\" }",
            "webhook: { \"" + hook + "\": x }",
            "webhook: [ \"" + hook + "\" ]",
            "webhook: xoxb-s3cret",
            "webhook: { env: xoxb-s3cret }",
            "webhook: !s3cret x",
            "webhook: *s3cret",
            "webhook: \"" + hook,
            "webhook: " + hook + ": " + hook + "\n    - x")) {
      List<String> told = mistakes(with("webhook: { env: SHOP_WEBHOOK }", other));
      assertThat(told).as(other).isNotEmpty();
      assertThat(String.join("\n", told)).as(other).doesNotContain("s3cret", "hooks.slack");
    }
    assertThat(mistakes(with("{ env: SHOP_WEBHOOK }", hook)))
        .containsExactly(
            "9:16: environments.prod.channel.webhook: is a secret and must not be in the file; name"
                + " where it is kept: { env: VARIABLE } or { file: /PATH }");
  }

  @Test
  void a_password_in_an_address_is_refused_and_never_repeated() {
    for (String part : List.of("https://api.shop.example", "${url}/health")) {
      String told = String.join("\n", mistakes(with(part, "https://me:s3cret@shop.example")));
      assertThat(told).contains("secrets are never in a playbook").doesNotContain("s3cret");
    }
  }
}
