package uz.stario.rollback.adapters.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import uz.stario.rollback.playbook.Loaded;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.PlaybookLoader;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/** Short ways to read playbooks in tests. */
final class Reading {

  /** A playbook without mistakes; the tests change parts of it. */
  static final String SOUND =
      """
      schemaVersion: 1
      platform: shop
      environments:
        prod:
          namespace: shop
          url: https://api.shop.example
          channel:
            name: "#incidents"
            webhook: { env: SHOP_WEBHOOK }
      services:
        web:
          workloads: [deployment/web]
          dependsOn: [orders]
          flags: [FEATURE_X]
          checks:
            - name: health
              http: GET ${url}/health
              status: 200
              contains: ok
              limit: 5s
        orders:
          workloads: [deployment/orders]
      """;

  /** The sound playbook with all that may be left out. */
  static final String WHOLE =
      with(
              "      webhook: { env: SHOP_WEBHOOK }\n",
              "      webhook: { env: SHOP_WEBHOOK }\n"
                  + "    approval: { of: destructive, within: 15m, attested: false, breakGlass:"
                  + " true }\n")
          .replace("[FEATURE_X]\n", "[FEATURE_X]\n    onFailure: halt\n");

  /** The sound playbook with a bot and messages of its own. */
  static final String WITH_A_BOT =
      with(
          "      webhook: { env: SHOP_WEBHOOK }\n",
          """
                slack:
                  channel: C0INCIDENT
                  token: { file: /run/secrets/slack }
                  api: https://slack-gov.com/api
                messages:
                  complete:
                    title: "${services} IS BACK"
                    fields:
                      Version: "${to}"
                      Who: ${who} ($ {no} placeholder)
                    status: "${state}"
                    closing: Thank you.
          """
              .indent(-4));

  /** The sound playbook with checks of every kind. */
  static final String WITH_CHECKS =
      with(
                  "    url: https://api.shop.example\n",
                  """
                      url: https://api.shop.example
                      prometheus:
                        url: https://prometheus.shop.example
                        token: { env: PROMETHEUS_TOKEN }
                      verification: { settle: 10s, within: 2m }
                      healthyAfter: 24h
                      redis: { env: SHOP_REDIS_URL }
                      sharedSecrets: { shop-jwt: [web, orders] }
                      databases:
                        main: { url: { env: SHOP_DATABASE_URL }, table: app.alembic_version }
                        copy: { url: { file: /run/secrets/copy } }
                  """)
              .replace(
                  "      webhook: { env: SHOP_WEBHOOK }\n",
                  """
                        webhook: { env: SHOP_WEBHOOK }
                        figures: { errorRate: it counts, p95: it counts }
                  """)
              .replace(
                  "    workloads: [deployment/orders]\n",
                  """
                      workloads: [deployment/orders]
                      schema:
                        database: main
                        knows: { "v1.2.*": [abc123, d3486c1f9ea7], v1.3.0: [e4b92f60a8d5] }
                        label: example.shop.schema
                  """)
              .replace(
                  "      - name: health\n",
                  """
                        - name: a user can register
                          limit: 30s
                          requests:
                            token: { file: /run/secrets/token }
                            setUp:
                              - does: register
                                http: POST ${url}/register
                                headers: { Content-Type: application/json }
                                body: '{"email": "${unique}@shop.example"}'
                                statuses: [201, 409]
                                capture: { id: /user/id }
                                secret: true
                            send:
                              - http: GET ${url}/users/${id}
                                headers: { Authorization: "Bearer ${token}" }
                                contains: ok
                                matches: "[a-z]+"
                                has: [/name]
                                is: { /well: true }
                            cleanUp:
                              - http: DELETE ${url}/users/${id}
                        - name: error rate
                          metric:
                            query: sum(rate(errors[${window}])) / sum(rate(requests[${window}]))
                            threshold: "< 0.01"
                            window: 5m
                            shortest: 30s
                            samples: { query: "sum(increase(requests[${window}]))", atLeast: 20 }
                            freshness: { query: max(timestamp(requests)), atMost: 1m }
                            otherwise:
                              url: ${url}/metrics
                              share: { counter: requests, label: status, matching: "5.." }
                              threshold: "< 0.01"
                              apart: 10s
                              atLeast: 20
                        - name: latency
                          scrape:
                            url: ${url}/metrics
                            quantile: { histogram: seconds, q: 0.95 }
                            threshold: "< 0.5"
                        - name: log
                          log:
                            workload: deployment/web
                            mustAppear: [Model loaded]
                            mustNotAppear: [OutOfMemory]
                            noise: [retrying]
                            before: 1h
                            show: 20
                        - name: model
                          exec:
                            workload: deployment/web
                            container: app
                            command: [ls, /models]
                            contains: sdxl
                        - name: smoke tests
                          script:
                            command: [./smoke-tests.sh]
                            variables: { BASE_URL: "${url}" }
                        - name: pods
                          pods: { workload: deployment/web, restarts: 2 }
                        - name: GPUs
                          gpu:
                            workload: deployment/web
                            resource: amd.com/gpu
                            labels: { amd.com/gpu.family: AI }
                            requires: cuda>=12.2 driver>=470,driver<471
                        - name: health
                  """)
          + """
          checks:
            - name: metrics are there
              scrape: { url: "${url}/metrics", present: requests }
            - name: it counts
              scrape: { url: "${url}/metrics", growth: requests, threshold: "> 0" }
          """;

  /** The sound playbook with optional steps of every kind. */
  static final String WITH_OPTIONAL_STEPS =
      with("    namespace: shop\n", "    namespace: shop\n    redis: { env: SHOP_REDIS_URL }\n")
          + """
              optional:
                - name: clear the queue
                  why: jobs of the bad version fail again and again
                  before: rollback
                  quarantine: { key: "orders:queue" }
                - name: restart ingress
                  why: routes are stale
                  after: rollback
                  restart: deployment/ingress
                  namespace: ingress
                - name: restart the web
                  why: it keeps connections
                  restart: deployment/web
          """;

  private Reading() {}

  /** The sound playbook with one part replaced, which must be there. */
  static String with(String part, String other) {
    if (!SOUND.contains(part)) {
      throw new IllegalArgumentException(part);
    }
    return SOUND.replace(part, other);
  }

  /** What is wrong with a text, without the name of a file. */
  static List<String> mistakes(String yaml) {
    return mistakes(YamlParser.parse(yaml)).stream().map(Mistake::toString).toList();
  }

  static List<Mistake> mistakes(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Broken(List<Mistake> mistakes) -> mistakes;
      case Parsed.Tree(var root) ->
          switch (PlaybookLoader.load(root)) {
            case Loaded.Good _ -> List.of();
            case Loaded.Bad(List<Mistake> mistakes) -> mistakes;
          };
    };
  }

  static Problem problem(Answer<?> answer) {
    return switch (answer) {
      case Answer.Refused<?>(Problem problem) -> problem;
      case Answer.Given<?> given -> throw new AssertionError("not refused: " + given);
    };
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
