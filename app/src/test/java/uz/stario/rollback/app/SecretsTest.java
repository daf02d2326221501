package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.fault.Rule;

/** Secrets in every place that one can be in, and none in anything that the program wrote. */
class SecretsTest {

  private static final String GATEWAY = "api-gateway";
  private static final String CHANNEL =
      "    channel:\n      name: \"#incidents\"\n      webhook: {env: ALERTS}\n";
  private static final Pattern TOKEN = Pattern.compile("token: ([^}\\s]+)");

  @TempDir private Path folder;
  private Platform platform;
  private HttpServer slack;
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final Map<String, String> planted = new LinkedHashMap<>();
  private final StringBuilder written = new StringBuilder();
  private Machine machine;

  @BeforeEach
  void plant() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3");
    slack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slack.createContext(
        "/",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    slack.start();
    planted.put("of a revision", "Wint3r-is-coming");
    planted.put("of the next revision", "Summ3r/is+over");
    planted.put("in a database's address", "p4ss:w/0rd");
    planted.put("in a private key", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj");
    planted.put("of the webhook", "/hooks/T0/B0/n0b0dy-knows-it");
    planted.put("for PostgreSQL", "pg-4711-secret");
    planted.put("in a reason", "re4son-secret");
    planted.put("that only a server has said", "s3rver-s4id");
    machine = machine();
    planted.put("of the plugin", token());
  }

  @AfterEach
  void close() {
    slack.stop(0);
    platform.close();
  }

  /** With a credential plugin, which gives the token of the sandbox's administrator. */
  private Machine machine() throws IOException {
    Machine made = platform.machine();
    Path plugin =
        made.file(
            "login",
            """
            #!/bin/sh
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
              "status":{"token":"%s"}}'
            """
                .formatted(token()));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    String exec =
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: \""
            + plugin
            + "\", interactiveMode: Never}";
    String kubeconfig =
        platform
            .sandbox()
            .kubeconfig()
            .replaceFirst("token: [^}\\s]+", Matcher.quoteReplacement(exec));
    return made.kubeconfig(kubeconfig)
        .playbook(platform.playbook(CHANNEL))
        .set("PGPASSWORD", secret("for PostgreSQL"))
        .set(
            "ALERTS",
            "http://127.0.0.1:" + slack.getAddress().getPort() + secret("of the webhook"));
  }

  private String token() {
    Matcher matcher = TOKEN.matcher(platform.sandbox().kubeconfig());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private String secret(String where) {
    String value = planted.get(where);
    assertThat(value).as(where).isNotNull();
    return String.valueOf(value);
  }

  /** The next version; its variables, and those of the one before, hold secrets. */
  private void release(String version) throws Exception {
    platform.edit(
        GATEWAY,
        deployment -> {
          ObjectNode container = Platform.container(deployment);
          boolean first = version.equals("v1.2.4");
          container.put(
              "image", container.path("image").asString("").replaceFirst(":.*", ":" + version));
          variable(
              container,
              "DB_PASSWORD",
              first ? secret("of a revision") : secret("of the next revision"));
          String url = "postgres://stario:" + secret("in a database's address") + "@db/" + version;
          variable(container, "REPORTS_DATABASE_URL", url);
          variable(container, "GREETING", "welcome " + token() + " to " + version);
          variable(
              container,
              first ? "TLS" : "TLS_NEW",
              "-----BEGIN PRIVATE KEY-----\n"
                  + secret("in a private key")
                  + "\n-----END PRIVATE KEY-----\n");
        });
    platform.settled(GATEWAY);
  }

  private static void variable(ObjectNode container, String name, String value) {
    ArrayNode env = container.withArray("env");
    for (int i = env.size() - 1; i >= 0; i--) {
      if (env.get(i).path("name").asString("").equals(name)) {
        env.remove(i);
      }
    }
    env.addObject().put("name", name).put("value", value);
  }

  private Outcome stario(String... arguments) {
    Outcome outcome = machine.stario(arguments);
    written.append(outcome.out()).append(outcome.err());
    return outcome;
  }

  /** As a server does that quotes what it does not like. */
  private String complaint() {
    String token = token();
    return "not like this: Authorization: Bearer "
        + token
        + ", basic "
        + Base64.getEncoder().encodeToString(("admin:" + token).getBytes(UTF_8))
        + ", {\"password\":\""
        + secret("that only a server has said")
        + "\"}, and "
        + secret("of a revision")
        + " or "
        + URLEncoder.encode(secret("of the next revision"), UTF_8)
        + " at "
        + secret("in a database's address")
        + ", posted to "
        + secret("of the webhook")
        + " by "
        + secret("for PostgreSQL");
  }

  @Test
  void no_secret_gets_out_of_the_program() throws Exception {
    release("v1.2.4");
    release("v1.2.4-slow");
    String reason = "restore with password=" + secret("in a reason");

    assertThat(stario("plan", GATEWAY).out()).contains("DB_PASSWORD", "••••");
    stario("plan", GATEWAY, "--json", "--reason", reason).json();
    stario("history", GATEWAY, "--diff", "2", "3");
    stario("history", GATEWAY, "--diff", "2", "3", "--json").json();
    platform
        .sandbox()
        .faults()
        .add(
            Rule.once(new Fault.WebhookRefuses("guard", complaint()))
                .on("deployments", "update")
                .named(Platform.NAMESPACE, GATEWAY));
    Outcome refused = stario("rollback", GATEWAY, "--now", "--reason", reason, "--debug");
    assertThat(refused.code()).as(refused.out() + refused.err()).isNotZero();
    assertThat(refused.out()).contains("not like this", "••••");
    Outcome done = stario("rollback", GATEWAY, "--yes", "--json", "--reason", reason);
    assertThat(done.code()).as(done.out() + done.err()).isZero();
    String run = done.json().path("run").asString("");
    stario("runs");
    stario("runs", "--json").json();
    stario("show", run);
    stario("show", run, "--json").json();
    Outcome exported = stario("audit", "export");
    Path file = machine.folder().resolve("audit.jsonl");
    stario("audit", "export", "-o", file.toString());

    assertThat(exported.out()).contains("not like this");
    assertThat(stario("audit", "verify", file.toString()).code()).isZero();
    assertThat(stario("runs", "verify").code()).isZero();
    assertThat(posts).hasSize(4);
    assertClean("standard output and error", written.toString());
    assertClean("messages", String.join("\n", posts));
    assertClean("export", Files.readString(file));
    try (Stream<Path> state = Files.walk(machine.folder().resolve("state"))) {
      for (Path kept : state.filter(Files::isRegularFile).toList()) {
        assertClean(kept.getFileName().toString(), Files.readString(kept, ISO_8859_1));
      }
    }
  }

  @Test
  void a_playbook_with_a_secret_in_an_address_is_refused_without_repeating_it() throws Exception {
    for (String address :
        List.of("https://u:p4ss-w0rd@host/health", "https://host/health?token=p4ss-w0rd")) {
      machine.playbook(platform.playbook("").replace("${url}/health", address));

      Outcome plan = stario("plan", GATEWAY);

      assertThat(plan.code()).isEqualTo(2);
      assertThat(plan.err()).contains("secrets are never in a playbook");
      assertThat(written.toString()).doesNotContain("p4ss-w0rd");
    }
  }

  @Test
  void a_kubeconfig_that_is_a_list_of_secrets_is_refused_without_repeating_them() throws Exception {
    machine.kubeconfig("users:\n- name: u\n  user: {token: " + token() + ", ]\n");

    assertThat(stario("plan", GATEWAY).code()).isEqualTo(1);
    assertClean("error", written.toString());
  }

  private void assertClean(String what, String text) {
    planted.forEach((where, secret) -> {
      assertThat(text).as(what + ": the secret " + where).doesNotContain(secret);
      assertThat(text)
          .as(what + ": the secret " + where + ", percent-encoded")
          .doesNotContain(URLEncoder.encode(secret, UTF_8));
      for (int before = 0; before < 3; before++) {
        byte[] bytes = ("x".repeat(before) + secret).getBytes(UTF_8);
        String encoded = Base64.getEncoder().encodeToString(bytes);
        assertThat(text)
            .as(what + ": the secret " + where + ", in base64")
            .doesNotContain(encoded.substring(4, encoded.length() - 4));
      }
    });
  }
}
