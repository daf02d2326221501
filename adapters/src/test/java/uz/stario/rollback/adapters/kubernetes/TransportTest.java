package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;

/** Credentials and TLS of every kind that a kubeconfig can name, against a server that checks. */
class TransportTest {

  @TempDir private static @Nullable Path temporary;
  private static @Nullable Certificates serverIdentity;

  private static Path folder() {
    return Objects.requireNonNull(temporary);
  }

  private static Certificates identity() {
    if (serverIdentity == null) {
      serverIdentity = Certificates.make(folder(), "server", "EC");
    }
    return serverIdentity;
  }

  @Test
  void client_certificates_are_shown_with_keys_of_every_form()
      throws GeneralSecurityException, IOException {
    Certificates rsa = Certificates.make(folder(), "rsa", "RSA");
    Certificates ec = Certificates.make(folder(), "ec", "EC");
    shows(rsa, Pem.of("PRIVATE KEY", rsa.key().getEncoded()));
    shows(rsa, Pem.of("RSA PRIVATE KEY", Pem.pkcs1((RSAPrivateCrtKey) rsa.key())));
    shows(ec, Pem.of("PRIVATE KEY", ec.key().getEncoded()));
    shows(ec, Pem.of("EC PRIVATE KEY", Pem.sec1((ECPrivateKey) ec.key())));
  }

  private static void shows(Certificates client, byte[] key)
      throws GeneralSecurityException, IOException {
    Path keyFile = Files.write(folder().resolve("key.pem"), key);
    try (ScriptedServer server = new ScriptedServer(identity().server(client), true)) {
      server.on("GET", "/version", 200, "{}");
      Map<String, Object> inline =
          Map.of(
              "client-certificate-data", base64(client.certificate()),
              "client-key-data", base64(key));
      Map<String, Object> files =
          Map.of(
              "client-certificate-data", base64(client.certificate()),
              "client-key", keyFile.toString());

      assertThat(get(cluster(server), inline)).isInstanceOf(Reply.Ok.class);
      assertThat(get(cluster(server), files)).isInstanceOf(Reply.Ok.class);
      assertThat(get(cluster(server), Map.of())).isInstanceOf(Reply.Broken.class);
    }
  }

  @Test
  void a_server_of_another_authority_is_a_tls_problem() throws GeneralSecurityException {
    Certificates stranger = Certificates.make(folder(), "stranger", "EC");
    try (ScriptedServer server = new ScriptedServer(identity().server(identity()), false)) {
      Map<String, Object> cluster =
          Map.of(
              "server", server.url(), "certificate-authority-data", base64(stranger.certificate()));

      assertThat(problem(cluster).code()).isEqualTo(ErrorCode.CLUSTER_TLS);
      assertThat(problem(Map.of("server", server.url())).code()).isEqualTo(ErrorCode.CLUSTER_TLS);
      assertThat(server.asked("GET")).isEmpty();
    }
  }

  @Test
  void a_server_under_another_name_is_a_tls_problem_unless_the_name_is_expected()
      throws GeneralSecurityException {
    try (ScriptedServer server = new ScriptedServer(identity().server(identity()), false)) {
      server.on("GET", "/version", 200, "{}");
      String byName = server.url().replace("127.0.0.1", "localhost");
      String authority = base64(identity().certificate());

      assertThat(problem(Map.of("server", byName, "certificate-authority-data", authority)).code())
          .isEqualTo(ErrorCode.CLUSTER_TLS);
      assertThat(
              get(
                  Map.of(
                      "server", byName,
                      "certificate-authority-data", authority,
                      "tls-server-name", "127.0.0.1"),
                  Map.of()))
          .isInstanceOf(Reply.Ok.class);
    }
  }

  @Test
  void an_unverified_server_is_spoken_with_only_where_the_kubeconfig_says_so()
      throws GeneralSecurityException {
    try (ScriptedServer server = new ScriptedServer(identity().server(identity()), false)) {
      server.on("GET", "/version", 200, "{}");

      assertThat(get(Map.of("server", server.url(), "insecure-skip-tls-verify", true), Map.of()))
          .isInstanceOf(Reply.Ok.class);
    }
  }

  @Test
  void a_server_that_has_no_curve_but_those_of_nist_is_spoken_with_at_the_second_try()
      throws GeneralSecurityException {
    String[] nist = {"secp256r1", "secp384r1"};
    try (ScriptedServer server =
        new ScriptedServer(identity().server(identity()), ssl -> ssl.setNamedGroups(nist))) {
      server.on("GET", "/version", 200, "{}");

      assertThat(get(Map.of("server", server.url(), "insecure-skip-tls-verify", true), Map.of()))
          .isInstanceOf(Reply.Ok.class);
    }
  }

  @Test
  void https_to_a_server_of_plain_http_is_a_tls_problem() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainHttp(plain));

      assertThat(problem(Map.of("server", "https://127.0.0.1:" + plain.getLocalPort())).code())
          .isEqualTo(ErrorCode.CLUSTER_TLS);
    }
  }

  /** As Go's server does, which API servers are made with. */
  private static void answerInPlainHttp(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          int first = socket.getInputStream().read();
          assertThat(first).isPositive();
          socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test has closed the server.
    }
  }

  @Test
  void a_token_a_password_and_another_user_are_sent_as_headers() {
    try (ScriptedServer server = new ScriptedServer()) {
      server.on("GET", "/version", 200, "{}");

      get(
          plain(server),
          Map.of(
              "token",
              "t",
              "as",
              "boss",
              "as-groups",
              List.of("a", "b"),
              "as-user-extra",
              Map.of("Acme.io/team", List.of("x", "y"))));
      get(plain(server), Map.of("username", "u", "password", "p"));

      assertThat(header(server, 0, "Authorization")).containsExactly("Bearer t");
      assertThat(header(server, 0, "Impersonate-user")).containsExactly("boss");
      assertThat(header(server, 0, "Impersonate-group")).containsExactly("a", "b");
      assertThat(header(server, 0, "Impersonate-extra-acme.io%2fteam")).containsExactly("x", "y");
      assertThat(header(server, 1, "Authorization")).containsExactly("Basic dTpw");
    }
  }

  @Test
  void the_proxy_that_the_environment_names_is_spoken_through_and_may_ask_who_it_is() {
    Map<String, Object> cluster = Map.of("server", "http://api.cluster.invalid");
    try (ScriptedServer proxy = new ScriptedServer()) {
      proxy.on(
          "GET",
          "/version",
          exchange -> {
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
            ScriptedServer.reply(exchange, 407, "");
          });
      proxy.on("GET", "/version", 200, "{}");
      String url = proxy.url().replace("://", "://olim:s3cr3t@");
      Redactor redactor = new Redactor();

      Reply reply = get(cluster, Map.of("HTTP_PROXY", url), redactor);

      assertThat(reply).isInstanceOf(Reply.Ok.class);
      assertThat(header(proxy, 0, "Host")).containsExactly("api.cluster.invalid");
      assertThat(header(proxy, 1, "Proxy-authorization")).containsExactly("Basic b2xpbTpzM2NyM3Q=");
      assertThat(redactor.text("it is s3cr3t")).doesNotContain("s3cr3t");
    }
  }

  @Test
  void what_is_not_to_go_through_a_proxy_does_not() {
    try (ScriptedServer server = new ScriptedServer()) {
      server.on("GET", "/version", 200, "{}");

      Reply reply =
          get(plain(server), Map.of("HTTP_PROXY", "http://proxy.invalid"), new Redactor());

      assertThat(reply).isInstanceOf(Reply.Ok.class);
    }
  }

  @Test
  void a_proxy_of_another_kind_is_refused_without_its_password() {
    Answer<Api> answer =
        Transport.open(
            access(Map.of("server", "https://c.invalid"), Map.of()),
            Duration.ofSeconds(1),
            Map.of("https_proxy", "https://olim:s3cr3t@proxy.invalid"),
            new Redactor());

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused ->
                assertThat(refused.problem().sentence())
                    .contains("http://HOST:PORT")
                    .doesNotContain("s3cr3t"));
  }

  private static Reply get(
      Map<String, Object> cluster, Map<String, String> environment, Redactor redactor) {
    Answer<Api> answer =
        Transport.open(access(cluster, Map.of()), Duration.ofSeconds(30), environment, redactor);
    try (Api api = ((Answer.Given<Api>) answer).value()) {
      return api.get("get", "version", "/version");
    }
  }

  @Test
  void a_token_file_is_read_anew_for_each_request() throws IOException {
    Path token = Files.writeString(folder().resolve("token"), "one\n");
    try (ScriptedServer server = new ScriptedServer();
        Api api = api(plain(server), Map.of("tokenFile", token.toString()))) {
      server.on("GET", "/version", 200, "{}");

      api.get("get", "version", "/version");
      Files.writeString(token, "two\n");
      api.get("get", "version", "/version");

      assertThat(header(server, 0, "Authorization")).containsExactly("Bearer one");
      assertThat(header(server, 1, "Authorization")).containsExactly("Bearer two");
    }
  }

  @Test
  void a_plugin_is_told_what_it_is_run_for_and_its_token_is_used() throws IOException {
    Path plugin =
        plugin(
            """
            case "$KUBERNETES_EXEC_INFO" in *ExecCredential*) t=$TOKEN-$1 ;; *) t=untold ;; esac
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
            echo '"status":{"token":"'$t'"}}'
            """);
    try (ScriptedServer server = new ScriptedServer()) {
      server.on("GET", "/version", 200, "{}");

      get(plain(server), exec(plugin));

      assertThat(header(server, 0, "Authorization")).containsExactly("Bearer from-env-arg");
    }
  }

  @Test
  void a_plugin_is_asked_again_once_when_its_token_has_expired() throws IOException {
    Path plugin =
        plugin(
            """
            echo x >> "$0.calls"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
            echo '"status":{"token":"t'$(wc -l < "$0.calls" | tr -d ' ')'"}}'
            """);
    try (ScriptedServer server = new ScriptedServer()) {
      server.on("GET", "/version", 401, "{}").on("GET", "/version", 200, "{}");

      assertThat(get(plain(server), exec(plugin))).isInstanceOf(Reply.Ok.class);
      assertThat(header(server, 0, "Authorization")).containsExactly("Bearer t1");
      assertThat(header(server, 1, "Authorization")).containsExactly("Bearer t2");
    }
  }

  @Test
  void a_plugin_that_fails_or_is_missing_is_named() throws IOException {
    Path failing = plugin("echo s3cr3t; exit 1");

    for (Object command : List.of(failing.toString(), "no-such-plugin-anywhere")) {
      Answer<Api> answer =
          Transport.open(
              access(
                  Map.of("server", "http://127.0.0.1:1"),
                  Map.of(
                      "exec",
                      Map.of("apiVersion", "client.authentication.k8s.io/v1", "command", command))),
              Duration.ofSeconds(1),
              Map.of(),
              new Redactor());

      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused ->
                  assertThat(refused.problem().sentence())
                      .contains(command.toString())
                      .doesNotContain("s3cr3t"));
    }
  }

  @Test
  void a_kubeconfig_whose_certificates_cannot_be_read_is_invalid_without_quoting_them() {
    for (Map<String, Object> user :
        List.<Map<String, Object>>of(
            Map.of("client-certificate-data", "c2VjcmV0", "client-key-data", "c2VjcmV0"),
            Map.of("client-certificate", "/nowhere", "client-key", "/nowhere"))) {
      Answer<Api> answer =
          Transport.open(
              access(Map.of("server", "http://127.0.0.1:1"), user),
              Duration.ofSeconds(1),
              Map.of(),
              new Redactor());

      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused -> {
                assertThat(refused.problem().code()).isEqualTo(ErrorCode.KUBECONFIG_INVALID);
                assertThat(refused.problem().sentence()).doesNotContain("secret", "c2VjcmV0");
              });
    }
  }

  private static Path plugin(String body) throws IOException {
    Path file = Files.createTempFile(folder(), "plugin", "");
    Files.writeString(file, "#!/bin/sh\n" + body);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Map<String, Object> exec(Path plugin) {
    return Map.of(
        "exec",
        Map.of(
            "apiVersion",
            "client.authentication.k8s.io/v1",
            "command",
            plugin.toString(),
            "args",
            List.of("arg"),
            "env",
            List.of(Map.of("name", "TOKEN", "value", "from-env"))));
  }

  private static Map<String, Object> plain(ScriptedServer server) {
    return Map.of("server", server.url());
  }

  private static Map<String, Object> cluster(ScriptedServer server)
      throws GeneralSecurityException {
    return Map.of(
        "server", server.url(), "certificate-authority-data", base64(identity().certificate()));
  }

  private static Problem problem(Map<String, Object> cluster) {
    return Problems.of(
        get(cluster, Map.of()), "get", "version", new Problems.Place("test", "stario", "server"));
  }

  private static Reply get(Map<String, Object> cluster, Map<String, Object> user) {
    try (Api api = api(cluster, user)) {
      return api.get("get", "version", "/version");
    }
  }

  private static Api api(Map<String, Object> cluster, Map<String, Object> user) {
    Answer<Api> answer =
        Transport.open(access(cluster, user), Duration.ofSeconds(30), Map.of(), new Redactor());
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Api>) answer).value();
  }

  private static ClusterAccess access(Map<String, Object> cluster, Map<String, Object> user) {
    return new ClusterAccess("test", "stario", cluster, user);
  }

  private static List<String> header(ScriptedServer server, int request, String name) {
    return server.asked("GET").get(request).headers().getOrDefault(name, List.of());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
