package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;

/** What people get wrong: one clear message each, the right exit code, nothing changed. */
class BadInputTest {

  private static final String GATEWAY = "api-gateway";

  @TempDir private static Path folder;
  private static Platform platform;
  private static String before;

  private Machine machine;

  @BeforeAll
  static void open() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    before = platform.state();
  }

  @AfterAll
  static void close() {
    assertThat(platform.state()).isEqualTo(before);
    platform.close();
  }

  @BeforeEach
  void machine() throws IOException {
    machine = platform.equipped();
  }

  /** Says what, why, what changed and what next; names its page; shows no trace. */
  private static void tells(Outcome outcome, ErrorCode code, String... words) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code.exit().code());
    assertThat(outcome.err())
        .contains("✗ ", "  Nothing was changed.\n")
        .contains(List.of(words).isEmpty() ? new String[] {"✗"} : words)
        .doesNotContain("Exception", "\tat ", " null");
    if (code != ErrorCode.USAGE) {
      assertThat(outcome.err()).contains("docs/errors/" + code.slug() + ".md");
      assertThat(Path.of("..", "docs", "errors", code.slug() + ".md")).exists();
    }
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> line.contains("✗"))).hasSize(1);
    // what, why, changed, next and the page, after the line that names the playbook
    assertThat(outcome.err().lines().count()).isLessThanOrEqualTo(8);
  }

  private Outcome rollback() {
    return machine.stario("rollback", GATEWAY, "--yes");
  }

  @Test
  void a_kubeconfig_that_is_not_there() {
    machine.set("KUBECONFIG", folder.resolve("nowhere").toString());
    tells(rollback(), ErrorCode.KUBECONFIG_MISSING, "nowhere");
    tells(
        machine.stario("plan", GATEWAY, "--kubeconfig", "/no/such/file"),
        ErrorCode.KUBECONFIG_MISSING,
        "/no/such/file");
  }

  @Test
  void an_empty_kubeconfig_variable_and_no_home_to_look_in() {
    machine.set("KUBECONFIG", "").unset("HOME");
    tells(rollback(), ErrorCode.KUBECONFIG_MISSING, "--kubeconfig");
  }

  @Test
  void an_empty_kubeconfig_file() throws IOException {
    machine.kubeconfig("");
    assertThat(rollback().code()).isEqualTo(1);
    assertThat(rollback().err()).contains("✗ ", "Nothing was changed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clusters: [", "- a\n- b\n", "clusters: 5\n", "just text", "clusters: [{name: x}"})
  void a_kubeconfig_that_is_none(String text) throws IOException {
    machine.kubeconfig(text);
    tells(rollback(), ErrorCode.KUBECONFIG_INVALID, machine.folder() + "/kubeconfig");
  }

  @Test
  void a_context_that_the_kubeconfig_does_not_have() throws IOException {
    machine.unset("STARIO_PLAYBOOK");
    Outcome outcome =
        machine.stario("plan", "deployment/api-gateway", "--context", "stario-sandbix");
    tells(outcome, ErrorCode.KUBECONFIG_INVALID, "stario-sandbix", "stario-sandbox");
  }

  @Test
  void a_server_that_is_not_there() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    machine.kubeconfig(server("http://127.0.0.1:" + port));
    tells(rollback(), ErrorCode.CLUSTER_UNREACHABLE, "127.0.0.1:" + port);
  }

  @Test
  void a_server_whose_address_holds_a_secret_is_named_without_it() throws IOException {
    machine.kubeconfig(server("http://user:hush@127.0.0.1:1/token/hush"));
    Outcome outcome = rollback();
    tells(outcome, ErrorCode.CLUSTER_UNREACHABLE, "http://127.0.0.1:1 ");
    assertThat(outcome.err()).doesNotContain("hush");
  }

  @Test
  void a_server_whose_name_means_nothing() throws IOException {
    machine.kubeconfig(server("https://no-such-host.invalid:6443"));
    tells(rollback(), ErrorCode.CLUSTER_UNREACHABLE, "no-such-host.invalid");
  }

  @Test
  void a_server_whose_certificate_another_authority_has_signed() throws IOException {
    try (Sandbox other = Sandbox.start(SandboxOptions.defaults())) {
      String address = "(?m)^ *server: (.*)$";
      Matcher ours = Pattern.compile(address).matcher(platform.sandbox().kubeconfig());
      assertThat(ours.find()).isTrue();
      machine.kubeconfig(other.kubeconfig().replaceFirst(address, "    server: " + ours.group(1)));

      tells(rollback(), ErrorCode.CLUSTER_TLS, "certificate");
    }
  }

  @Test
  void a_server_that_takes_the_connection_and_never_answers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      machine.kubeconfig(server("http://" + address));
      tells(rollback(), ErrorCode.CLUSTER_UNREACHABLE, address, "gave no answer");
    }
  }

  @Test
  void a_server_that_does_not_speak_tls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var _ = Thread.ofVirtual().start(() -> answerInPlainHttp(plain));
      machine.kubeconfig(server("https://127.0.0.1:" + plain.getLocalPort()));
      tells(rollback(), ErrorCode.CLUSTER_TLS);
    }
  }

  private static void answerInPlainHttp(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          assertThat(socket.getInputStream().read()).isPositive();
          socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void a_token_that_the_server_does_not_know() throws IOException {
    String admin = platform.sandbox().adminToken();
    machine.kubeconfig(platform.sandbox().kubeconfig().replace(admin, "expired"));
    tells(rollback(), ErrorCode.UNAUTHENTICATED, "stario-sandbox", "kubectl");
  }

  @Test
  void a_token_that_may_only_look() throws IOException {
    Outcome outcome =
        machine
            .unset("STARIO_PLAYBOOK")
            .stario(
                "rollback",
                "deployment/api-gateway",
                "--context",
                "stario-sandbox-viewer",
                "--lock=local",
                "--yes");
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(4);
    assertThat(outcome.out() + outcome.err()).contains("patch", "deployments", "api-gateway");
    assertThat(outcome.out() + outcome.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void a_service_that_the_playbook_does_not_have() {
    tells(
        machine.stario("rollback", "api-gatway", "--yes"),
        ErrorCode.SERVICE_NOT_IN_PLAYBOOK,
        "Did you mean api-gateway?",
        "poster-gen");
  }

  @Test
  void a_workload_that_the_cluster_does_not_have() {
    tells(
        machine.stario("rollback", "poster-gen", "--yes"),
        ErrorCode.WORKLOAD_NOT_FOUND,
        "deployment/poster-gen");
    tells(
        machine.stario("rollback", "deployment/api-gatewai", "--yes"),
        ErrorCode.WORKLOAD_NOT_FOUND,
        "api-gateway");
  }

  @Test
  void a_namespace_that_the_cluster_does_not_have() {
    machine.unset("STARIO_PLAYBOOK");
    tells(
        machine.stario("rollback", "deployment/api-gateway", "-n", "starioo", "--yes"),
        ErrorCode.NAMESPACE_NOT_FOUND,
        "starioo");
  }

  @Test
  void a_kind_that_can_not_be_rolled_back() {
    Outcome outcome =
        machine.unset("STARIO_PLAYBOOK").stario("plan", "configmap/x", "-n", "stario");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains("configmap/x").contains("deployment/");
  }

  @Test
  void a_service_without_a_playbook() {
    machine.unset("STARIO_PLAYBOOK");
    tells(rollback(), ErrorCode.PLAYBOOK_NOT_FOUND, "--playbook", "deployment/api-gateway");
  }

  @Test
  void two_environments_that_match() throws IOException {
    machine.playbook(
        platform
            .playbook("")
            .replace(
                "services:",
                "  other:\n    namespace: stario\n    url: http://localhost:1\nservices:"));
    tells(rollback(), ErrorCode.ENVIRONMENT_AMBIGUOUS, "sandbox, other", "-e");
    tells(
        machine.stario("plan", GATEWAY, "-e", "sandbux"),
        ErrorCode.ENVIRONMENT_UNKNOWN,
        "Did you mean sandbox?");
    assertThat(machine.stario("plan", GATEWAY, "-e", "sandbox").code()).isZero();
  }

  @Test
  void a_playbook_that_is_no_yaml() throws IOException {
    machine.playbook("services: {a: [");
    tells(rollback(), ErrorCode.PLAYBOOK_INVALID, "stario.yaml");
  }

  @Test
  void a_playbook_with_several_mistakes_tells_all_with_their_lines() throws IOException {
    machine.playbook(
        """
        schemaVersion: 1
        platform: stario
        environments: {sandbox: {namespace: stario}}
        services:
          api-gateway:
            workloads: [deployment/api-gateway]
            dependsOnn: []
            flags: 5
        """);
    tells(rollback(), ErrorCode.PLAYBOOK_INVALID, ":7:", "did you mean dependsOn?", ":8:");
  }

  @Test
  void a_playbook_that_is_a_bomb() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
    }
    machine.playbook(bomb.toString());
    tells(rollback(), ErrorCode.PLAYBOOK_INVALID);

    machine.playbook("a: ".repeat(1) + "[".repeat(100_000));
    tells(rollback(), ErrorCode.PLAYBOOK_INVALID);
  }

  @Test
  void a_playbook_that_is_named_but_not_there() {
    machine.set("STARIO_PLAYBOOK", "/no/such/playbook.yaml");
    tells(rollback(), ErrorCode.PLAYBOOK_NOT_FOUND, "/no/such/playbook.yaml");
    tells(
        machine.stario("plan", GATEWAY, "--playbook", "other.yaml"),
        ErrorCode.PLAYBOOK_NOT_FOUND,
        "other.yaml");
  }

  @Test
  void a_playbook_that_is_a_folder() {
    machine.set("STARIO_PLAYBOOK", folder.toString());
    Outcome outcome = rollback();
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(folder.toString()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rolback", "histroy", "plann", "help", "--hlep", "@/etc/hostname"})
  void a_command_that_does_not_exist(String command) {
    Outcome outcome = machine.stario(command);
    tells(outcome, ErrorCode.USAGE, command, "--help");
  }

  @Test
  void a_misspelt_command_or_option_is_answered_with_the_nearest() {
    tells(machine.stario("rolback"), ErrorCode.USAGE, "Did you mean rollback?");
    tells(
        machine.stario("rollback", GATEWAY, "--to-revison", "3"),
        ErrorCode.USAGE,
        "--to-revison",
        "Did you mean --to-revision");
  }

  @Test
  void an_option_without_its_value() {
    tells(machine.stario("rollback", GATEWAY, "--reason"), ErrorCode.USAGE, "--reason");
  }

  @Test
  void nothing_named() {
    tells(machine.stario("rollback", "--yes"), ErrorCode.USAGE, "--all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "10", "m", "-5m", "1h30m", "", "99999999d", "1.5h"})
  void a_duration_that_is_none(String text) {
    tells(
        machine.stario("rollback", GATEWAY, "--yes", "--timeout", text),
        ErrorCode.USAGE,
        "--timeout",
        "90s");
    tells(machine.stario("plan", GATEWAY, "--since", text), ErrorCode.USAGE, "--since", "90s");
  }

  @Test
  void an_instant_that_is_none() {
    tells(machine.stario("plan", GATEWAY, "--since", "2026-13-01T00:00:00Z"), ErrorCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "three", "", "99999999999999999999"})
  void a_revision_that_is_none(String text) {
    tells(
        machine.stario("rollback", GATEWAY, "--yes", "--to-revision=" + text),
        ErrorCode.USAGE,
        "--to-revision",
        "stario history");
  }

  @Test
  void a_revision_and_a_version_at_once() {
    tells(
        machine.stario("plan", GATEWAY, "--to-revision", "1", "--to-version", "v1.2.3"),
        ErrorCode.USAGE,
        "--to-revision",
        "--to-version");
  }

  @Test
  void a_number_of_runs_that_is_none() {
    tells(machine.stario("runs", "--limit", "many"), ErrorCode.USAGE, "--limit");
    tells(machine.stario("runs", "--limit", "0"), ErrorCode.USAGE, "--limit");
  }

  @Test
  void a_place_for_the_journal_that_can_not_be_written() throws IOException {
    Path file = machine.file("taken", "");
    machine.set("STARIO_STATE", file.resolve("state").toString());
    Outcome outcome = rollback();
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("Nothing was changed.", "journal-unwritable")
        .doesNotContain("Exception", "\tat ");
    assertThat(outcome.out()).doesNotContain("IN PROGRESS");
  }

  @Test
  void no_home_to_keep_the_journal_in() {
    machine.unset("HOME").unset("STARIO_STATE");
    Outcome outcome = rollback();
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("STARIO_STATE", "home directory", "Nothing was changed.");
  }

  @Test
  void a_journal_that_is_no_journal() throws IOException {
    Files.createDirectories(machine.folder().resolve("state"));
    machine.file("state/journal.db", "this is no database at all, it only has its name");
    Outcome outcome = rollback();
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("Nothing was changed.").doesNotContain("Exception");
    assertThat(machine.stario("runs").code()).isEqualTo(1);
  }

  private static String server(String address) {
    return """
    apiVersion: v1
    kind: Config
    current-context: stario-sandbox
    clusters: [{name: c, cluster: {server: "%s"}}]
    contexts: [{name: stario-sandbox, context: {cluster: c, namespace: stario, user: u}}]
    users: [{name: u, user: {token: expired}}]
    """
        .formatted(address);
  }
}
