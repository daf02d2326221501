package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

class KubeConfigsTest {

  @TempDir Path folder;

  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void write_two_files() throws IOException {
    first =
        write(
            "a/first",
            """
            apiVersion: v1
            kind: Config
            current-context: prod
            clusters:
            - {name: c, cluster: {server: "https://first", certificate-authority: ca.crt}}
            users:
            - name: u
              user: {token: from-first, client-certificate: ../u.crt, exec: {command: bin/login}}
            contexts:
            - {name: prod, context: {cluster: c, user: u, namespace: stario}}
            """);
    second =
        write(
            "b/second",
            """
            current-context: staging
            clusters:
            - {name: c, cluster: {server: "https://second"}}
            - {name: d, cluster: {server: "https://staging"}}
            users:
            - {name: u, user: {token: from-second}}
            contexts:
            - {name: prod, context: {cluster: d, user: u}}
            - {name: staging, context: {cluster: d, user: u}}
            - {name: broken, context: {cluster: nowhere, user: u}}
            """);
  }

  @Test
  void of_several_files_the_first_that_has_a_name_wins() {
    ClusterAccess access = chosen(env(first + File.pathSeparator + second), Optional.empty());

    assertThat(access.context()).isEqualTo("prod");
    assertThat(access.server()).isEqualTo("https://first");
    assertThat(access.namespace()).isEqualTo("stario");
    assertThat(access.user()).containsEntry("token", "from-first");
  }

  @Test
  void a_context_of_the_second_file_uses_the_users_of_the_first() {
    ClusterAccess access = chosen(env(first + File.pathSeparator + second), Optional.of("staging"));

    assertThat(access.server()).isEqualTo("https://staging");
    assertThat(access.user()).containsEntry("token", "from-first");
    assertThat(access.namespace()).isEmpty();
  }

  @Test
  void relative_paths_are_meant_from_the_file_they_stand_in() {
    ClusterAccess access = chosen(env(first.toString()), Optional.empty());

    assertThat(access.clusterField("certificate-authority"))
        .hasValue(folder.resolve("a/ca.crt").toString());
    assertThat(access.userField("client-certificate")).hasValue(folder.resolve("u.crt").toString());
    assertThat(access.user().get("exec"))
        .isEqualTo(Map.of("command", folder.resolve("a/bin/login").toString()));
  }

  @Test
  void files_that_do_not_exist_are_passed_over_as_long_as_one_does() {
    assertThat(
            chosen(env(folder.resolve("none") + File.pathSeparator + second), Optional.empty())
                .context())
        .isEqualTo("staging");
  }

  @Test
  void without_kubeconfig_the_home_directory_is_looked_in() throws IOException {
    Files.createDirectories(folder.resolve(".kube"));
    Files.copy(second, folder.resolve(".kube/config"));

    assertThat(chosen(Map.of("HOME", folder.toString()), Optional.empty()).context())
        .isEqualTo("staging");
    assertThat(
            chosen(Map.of("HOME", folder.toString(), "KUBECONFIG", ""), Optional.empty()).context())
        .isEqualTo("staging");
  }

  @Test
  void a_file_named_on_the_command_line_is_the_only_one() {
    assertThat(given(KubeConfigs.choose(settings(List.of(second), env(first.toString())))).server())
        .isEqualTo("https://staging");
    assertThat(
            problem(KubeConfigs.choose(settings(List.of(folder.resolve("none")), env("" + first))))
                .code())
        .isEqualTo(ErrorCode.KUBECONFIG_MISSING);
  }

  @Test
  void missing_files_an_empty_variable_and_no_home_are_said_as_they_are() throws IOException {
    Path none = folder.resolve("none");
    Path empty = write("empty", "");

    assertThat(missing(env(none.toString()))).contains(none + " does not exist.");
    assertThat(missing(env(none + File.pathSeparator + none))).contains("do not exist.");
    assertThat(missing(env(""))).contains("KUBECONFIG is set but empty.", "no home directory");
    assertThat(missing(Map.of())).contains("no home directory");
    assertThat(missing(env(empty.toString()))).contains("has no contexts");
  }

  @Test
  void an_unknown_context_lists_those_there_are() {
    Problem problem = problem(choose(env(second.toString()), Optional.of("production")));

    assertThat(problem.code()).isEqualTo(ErrorCode.KUBECONFIG_INVALID);
    assertThat(problem.why()).contains("no context production", "broken, prod, staging");
  }

  @Test
  void a_context_whose_cluster_is_missing_is_said() {
    assertThat(problem(choose(env(second.toString()), Optional.of("broken"))).why())
        .contains("broken names a cluster that it doesn't have");
  }

  @Test
  void malformed_files_are_one_clear_problem_that_quotes_no_secret() throws IOException {
    String secret = "s3cr3t";
    for (String text :
        List.of(
            "users: [{name: u, user: {token: " + secret,
            "- " + secret,
            secret,
            "users: {a: " + secret + "}",
            "users: [{user: {token: " + secret + "}}]",
            "contexts: [{name: x, context: " + secret + "}]",
            "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n" + bomb())) {
      Problem problem = problem(choose(env(write("bad", text).toString()), Optional.empty()));

      assertThat(problem.code()).as(text).isEqualTo(ErrorCode.KUBECONFIG_INVALID);
      assertThat(problem.sentence()).contains("bad").doesNotContain(secret);
      assertThat(problem.sentence().lines()).hasSize(1);
    }
  }

  @Test
  void in_a_pod_the_service_account_is_used() throws IOException {
    write("sa/token", "t");
    write("sa/namespace", "stario\n");
    KubernetesConnection.Settings pod =
        new KubernetesConnection.Settings(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"),
            folder.resolve("sa"),
            Duration.ofSeconds(1));

    ClusterAccess access = given(KubeConfigs.choose(pod));

    assertThat(access.context()).isEqualTo("in-cluster");
    assertThat(access.namespace()).isEqualTo("stario");
    assertThat(access.server()).isEqualTo("https://[fd00::1]:6443");
    assertThat(access.user()).containsEntry("tokenFile", folder.resolve("sa/token").toString());
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      bomb.append("k").append(i).append(": *b\n");
    }
    return bomb.toString();
  }

  private String missing(Map<String, String> environment) {
    Problem problem = problem(choose(environment, Optional.empty()));
    assertThat(problem.code()).isEqualTo(ErrorCode.KUBECONFIG_MISSING);
    assertThat(problem.changed()).isEqualTo(Problem.NOTHING_CHANGED);
    return problem.why();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Map<String, String> env(String kubeconfig) {
    return Map.of("KUBECONFIG", kubeconfig);
  }

  private ClusterAccess chosen(Map<String, String> environment, Optional<String> context) {
    return given(choose(environment, context));
  }

  private Answer<ClusterAccess> choose(Map<String, String> environment, Optional<String> context) {
    return KubeConfigs.choose(
        new KubernetesConnection.Settings(
            List.of(), context, Optional.empty(), environment, folder, Duration.ofSeconds(1)));
  }

  private KubernetesConnection.Settings settings(List<Path> files, Map<String, String> env) {
    return new KubernetesConnection.Settings(
        files, Optional.empty(), Optional.empty(), env, folder, Duration.ofSeconds(1));
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  private static Problem problem(Answer<?> answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused<?>) answer).problem();
  }
}
