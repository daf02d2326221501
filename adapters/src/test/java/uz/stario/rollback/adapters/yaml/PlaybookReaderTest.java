package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.yaml.Reading.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.FailurePolicy;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

class PlaybookReaderTest {

  @TempDir Path folder;

  @Test
  void a_sound_file_is_read_whole() throws IOException {
    Answer<Playbook> answer = PlaybookReader.read(write(Reading.WHOLE));
    assertThat(answer)
        .isEqualTo(
            Answer.given(
                new Playbook(
                    "shop",
                    List.of(
                        new Environment(
                            "prod",
                            Optional.empty(),
                            "shop",
                            Optional.of("https://api.shop.example"),
                            Optional.of(
                                new Channel(
                                    "#incidents",
                                    new Channel.Route.Webhook(
                                        new SecretSource.FromEnvironment("SHOP_WEBHOOK")))),
                            Optional.of(
                                new ApprovalRule(
                                    ApprovalRule.From.DESTRUCTIVE,
                                    Duration.ofMinutes(15),
                                    false,
                                    true)))),
                    List.of(
                        new Service(
                            "web",
                            List.of(WorkloadRef.deployment("web")),
                            Set.of("orders"),
                            new TreeSet<>(List.of("FEATURE_X")),
                            List.of(
                                new HealthCheck(
                                    "health",
                                    "GET",
                                    "${url}/health",
                                    200,
                                    Optional.of("ok"),
                                    Duration.ofSeconds(5))),
                            Optional.empty(),
                            FailurePolicy.HALT),
                        new Service(
                            "orders",
                            List.of(WorkloadRef.deployment("orders")),
                            Set.of(),
                            new TreeSet<>(),
                            List.of())),
                    List.of())));
  }

  @Test
  void what_versions_know_of_a_schema_is_read_with_the_label_that_says_it_of_others()
      throws IOException {
    Answer<Playbook> answer =
        PlaybookReader.read(
            write(
                Reading.with(
                        "    workloads: [deployment/orders]\n",
                        """
                            workloads: [deployment/orders]
                            schema: { database: main, knows: { "v1.*": [b, a] }, label: shop.schema }
                        """)
                    .replace(
                        "    namespace: shop\n",
                        "    namespace: shop\n    databases: { main: { url: { env: URL } } }\n")));

    assertThat(answer.map(playbook -> playbook.services().getLast().schema()))
        .isEqualTo(
            Answer.given(
                Optional.of(
                    new SchemaNeed(
                        "main",
                        List.of(new SchemaNeed.Known("v1.*", new TreeSet<>(List.of("a", "b")))),
                        Optional.of("shop.schema")))));
  }

  @Test
  void ten_mistakes_are_told_at_once_in_the_order_of_the_file() {
    Path file = Repository.file("adapters/src/test/resources/golden/ten-mistakes.yaml");
    Problem problem = problem(PlaybookReader.read(file));
    assertThat(problem.code()).isEqualTo(ErrorCode.PLAYBOOK_INVALID);
    String told = (problem.what() + "\n" + problem.why() + "\n" + problem.next() + "\n");
    assertThat(told.replace(file.toString(), "stario.yaml"))
        .isEqualTo(
            Reading.text(Repository.file("adapters/src/test/resources/golden/ten-mistakes.txt")));
  }

  @Test
  void a_byte_order_mark_is_passed_over() throws IOException {
    assertThat(PlaybookReader.read(write("\uFEFF" + Reading.WHOLE)))
        .isInstanceOf(Answer.Given.class);
  }

  @Test
  void what_is_not_utf_8_is_told_as_such() throws IOException {
    Path file = folder.resolve("stario.yaml");
    Files.write(
        file, Reading.WHOLE.replace("shop", "sh\u00f6p").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problem(PlaybookReader.read(file)).why()).contains("not UTF-8");
    Files.write(file, Reading.WHOLE.getBytes(StandardCharsets.UTF_16));
    assertThat(problem(PlaybookReader.read(file)).why()).contains("not UTF-8");
  }

  @Test
  void a_file_of_more_than_a_megabyte_is_refused_and_one_of_exactly_that_is_read()
      throws IOException {
    int room = Text.MOST_BYTES - Reading.WHOLE.length() - 2;
    String full = Reading.WHOLE + "#" + "x".repeat(room) + "\n";
    assertThat(PlaybookReader.read(write(full))).isInstanceOf(Answer.Given.class);
    assertThat(problem(PlaybookReader.read(write(full + "\n"))).why()).contains("longer than 1 MB");
  }

  @Test
  void a_folder_is_told_as_one() {
    assertThat(problem(PlaybookReader.read(folder)).why()).contains("is a directory");
  }

  @Test
  void a_file_that_has_gone_is_told_as_such() {
    assertThat(problem(PlaybookReader.read(folder.resolve("gone.yaml"))).why())
        .contains("does not exist");
  }

  @Test
  void a_file_that_may_not_be_read_is_told_as_such() throws IOException {
    Path file = write(Reading.WHOLE);
    Files.setPosixFilePermissions(file, Set.of());
    if (Files.isReadable(file)) {
      // Root reads everything; what fails for root too is a device that answers with an error.
      assertThat(problem(PlaybookReader.read(Path.of("/proc/self/mem"))).why())
          .contains("cannot be read");
    } else {
      assertThat(problem(PlaybookReader.read(file)).why()).contains("may not be read");
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("stario.yaml"), text);
  }
}
