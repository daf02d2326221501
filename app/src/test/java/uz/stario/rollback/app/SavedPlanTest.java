package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Resources;

/** A plan that was saved is carried out as it is, in the world that it was made for. */
class SavedPlanTest {

  private static final String GATEWAY = "api-gateway";
  private static final String POSTER = "poster-gen";

  @TempDir private Path folder;
  private Platform platform;
  private Machine machine;
  private String file = "";

  @BeforeEach
  void save() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY, POSTER), "v1.2.3", "v1.2.4");
    machine = platform.equipped();
    file = machine.folder().resolve("plan.json").toString();
    Outcome plan = machine.stario("plan", GATEWAY, POSTER, "--save", file, "--reason", "errors");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("v1.2.4 → v1.2.3");
    assertThat(plan.err()).contains("saved in " + file, "stario rollback --plan " + file);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void it_is_carried_out_as_it_was_saved_and_the_journal_has_its_digest() throws Exception {
    Outcome rollback = rollback("--yes", "--json");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(rollback.json().path("planDigest").asString("")).isEqualTo(plan().digest());
    assertThat(rollback.json().path("reason").asString("")).isEqualTo("errors");
  }

  @Test
  void a_colleague_carries_it_out_without_a_playbook_and_with_another_name_for_the_context()
      throws Exception {
    Machine colleague = platform.machine();
    colleague.kubeconfig(platform.sandbox().kubeconfig().replace("stario-sandbox", "my-own-name"));

    Outcome lost = colleague.stario("rollback", "--plan", file, "--now");
    assertThat(lost.code()).isEqualTo(1);
    assertThat(lost.err())
        .contains("There is no context stario-sandbox in", "my-own-name", "--context");

    Outcome named =
        colleague.stario("rollback", "--plan", file, "--now", "--context", "my-own-name");
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void a_dry_run_shows_it_and_compares_and_changes_nothing() throws Exception {
    String before = platform.state();

    Outcome dry = rollback("--dry-run");
    Outcome json = rollback("--dry-run", "--json");

    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("v1.2.4 → v1.2.3", "Dry run: nothing was changed.");
    assertThat(json.out().strip()).isEqualTo(text().strip());
    assertThat(platform.state()).isEqualTo(before);
    platform.flag(GATEWAY, "VIDEO", "off");
    assertThat(rollback("--dry-run").code()).isEqualTo(3);
  }

  @Test
  void without_a_yes_it_is_refused_like_any_other() {
    Outcome refused = rollback();

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("confirmation-missing");
  }

  @Test
  void each_difference_is_listed_and_nothing_is_changed() throws Exception {
    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);
    platform.edit(GATEWAY, d -> ((ObjectNode) d.path("spec")).put("paused", true));
    platform
        .cluster()
        .delete(Resources.DEPLOYMENT, Platform.NAMESPACE, POSTER, Deletion.BACKGROUND);
    JsonNode before = platform.deployment(GATEWAY).path("spec");

    Outcome refused = rollback("--yes");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "deployment/api-gateway: runs revision 3 (v1.2.4-slow); the plan takes it from revision"
                + " 2 (v1.2.4): image of api-gateway",
            "deployment/api-gateway: its rollout is paused",
            "deployment/poster-gen: is gone",
            "Nothing was changed.",
            "plan-drifted");
    assertThat(platform.deployment(GATEWAY).path("spec")).isEqualTo(before);
    assertThat(machine.stario("runs").out()).contains("No runs yet");
  }

  @Test
  void carried_out_twice_it_says_that_the_target_runs_already() {
    assertThat(rollback("--yes").code()).isZero();

    Outcome again = rollback("--yes");

    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("deployment/api-gateway: already runs the target, revision 3");
  }

  @Test
  void a_target_that_somebody_has_found_bad_since_is_not_gone_to() throws Exception {
    String other = machine.folder().resolve("other.json").toString();
    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);
    assertThat(machine.stario("plan", GATEWAY, "--save", other).code()).isZero();
    // The run leaves v1.2.4-slow, records it bad, and then v1.2.4 is left for v1.2.3 in the same
    // way.
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();
    Outcome further = machine.stario("rollback", GATEWAY, "--to-version", "v1.2.3", "--yes");
    assertThat(further.code()).as(further.err()).isZero();

    Outcome refused = machine.stario("rollback", "--plan", other, "--yes");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .containsPattern("its target, revision 2 \\(v1.2.4\\), is now recorded bad by run ");
  }

  @Test
  void the_same_context_of_another_cluster_has_other_objects() throws Exception {
    try (Platform other = Platform.in(Files.createDirectories(folder.resolve("other")))) {
      // Made in another order, for the sandbox draws the same UIDs in the same order.
      other.live(List.of(POSTER), "v1.2.3", "v1.2.4");
      other.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");

      Outcome refused = other.machine().stario("rollback", "--plan", file, "--yes");

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err())
          .contains("deployment/api-gateway: is another object of that name", "--context");
      assertThat(other.version(GATEWAY)).isEqualTo("v1.2.4");
    }
  }

  @Test
  void one_that_was_edited_by_hand_is_refused() throws Exception {
    write(text().replace("\"PT10M\"", "\"PT99M\""));
    Outcome steps = rollback("--yes");
    assertThat(steps.code()).isEqualTo(3);
    assertThat(steps.err()).contains("Its digest does not fit", "plan-altered");

    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    write(text().replace("\"alreadySo\":false", "\"alreadySo\":true"));
    Outcome words = rollback("--yes");
    assertThat(words.code()).isEqualTo(3);
    assertThat(words.err()).contains("Its checksum does not fit", "plan-altered");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
  }

  @Test
  void what_is_no_plan_is_refused_with_the_place_where_it_is_wrong() throws Exception {
    String whole = text();
    write(whole.substring(0, whole.length() / 2));
    assertUnreadable(file, "at line 1, column ");
    write(whole.replace("\"schemaVersion\":1", "\"schemaVersion\":\"one\""));
    assertUnreadable(file, "SchemaVersion is not a number");
    write(whole.replace("\"madeAt\":\"2", "\"madeAt\":\"x"));
    assertUnreadable(file, "MadeAt is not an instant");
    write("services: [api-gateway]\n");
    assertUnreadable(file, "It is not JSON");
    Files.write(Path.of(file), new byte[] {'{', '"', (byte) 0xff, '"', '}'});
    assertUnreadable(file, "It is not text in UTF-8");
    assertUnreadable(machine.folder().toString(), "It is a folder");
    assertUnreadable(file + ".gone", "There is no such file");
  }

  @Test
  void nothing_that_says_what_to_do_may_stand_beside_it() {
    for (List<String> beside :
        List.of(
            List.of(GATEWAY),
            List.of("--all"),
            List.of("--to-version", "v1.2.3"),
            List.of("--reason", "x"),
            List.of("--override-verdict", "x"),
            List.of("-n", "stario"),
            List.of("-e", "sandbox"))) {
      Outcome refused = rollback(beside.toArray(String[]::new));

      assertThat(refused.code()).as("%s", beside).isEqualTo(2);
      assertThat(refused.err()).contains("--plan and", "exclude each other");
    }
    assertThat(rollback(GATEWAY, "--to-version", "v1.2.3").err())
        .contains("--plan and api-gateway, --to-version exclude each other");
  }

  @Test
  void an_old_plan_is_warned_of_and_carried_out() throws Exception {
    Plan plan = plan();
    write(
        PlanJson.write(
            Plan.of(
                plan.environment(),
                plan.target(),
                plan.madeAt().minus(Duration.ofHours(30)),
                plan.reason(),
                plan.emergency(),
                plan.workloads(),
                plan.steps(),
                plan.findings())));

    Outcome rollback = rollback("--yes");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.err()).contains("the plan is old", "30 hours ago");
  }

  @Test
  void only_another_plan_is_written_over() throws Exception {
    Path playbook = machine.folder().resolve("stario.yaml");
    String before = Files.readString(playbook);

    Outcome refused = machine.stario("plan", GATEWAY, "--save", playbook.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("It exists and is no saved plan");
    assertThat(Files.readString(playbook)).isEqualTo(before);

    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    assertThat(plan().services()).containsExactly(GATEWAY);
    write(text().replace("PT10M", "PT99M"));
    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    Outcome nowhere = machine.stario("plan", GATEWAY, "--save", file + ".d/plan.json");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("There is no such folder");
    try (Stream<Path> left = Files.list(machine.folder())) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().contains(".stario-plan-"));
    }
  }

  @Test
  void a_plan_with_nothing_to_change_is_saved_and_carried_out_too() throws Exception {
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();
    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();

    Outcome rollback = rollback("--yes");
    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.out()).contains("Nothing to change.");

    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);
    Outcome drifted = rollback("--yes");
    assertThat(drifted.code()).isEqualTo(3);
    assertThat(drifted.err()).contains("the plan leaves it at revision 3 (v1.2.3)");
  }

  private void assertUnreadable(String name, String why) {
    Outcome refused = machine.stario("rollback", "--plan", name, "--yes");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("the plan in " + name, why, "plan-unreadable");
  }

  private Outcome rollback(String... more) {
    return machine.stario(
        Stream.concat(Stream.of("rollback", "--plan", file), Stream.of(more))
            .toArray(String[]::new));
  }

  private Plan plan() throws IOException {
    assertThat(PlanJson.read(text(), "it")).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Plan>) PlanJson.read(text(), "it")).value();
  }

  private String text() throws IOException {
    return Files.readString(Path.of(file));
  }

  private void write(String text) throws IOException {
    Files.writeString(Path.of(file), text);
  }
}
