package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.sandbox.store.Resources;

/** Where the playbook asks for two people, one asks and another approves. */
class ApprovalTest {

  private static final String POSTER = "poster-gen";

  @TempDir private Path folder;
  private Platform platform;
  private Machine olim;
  private Machine zuhra;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(POSTER), "v1.2.3", "v1.2.4");
    olim = as("olim", "of: disruptive, within: 30s, attested: true");
    zuhra = as("zuhra", "of: disruptive");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void nothing_is_changed_before_the_second_person_has_seen_and_approved_the_plan()
      throws Exception {
    Process rollback = olim.start("rollback", POSTER, "--yes", "--reason", "errors");
    BufferedReader out = rollback.inputReader(UTF_8);
    String run = asked(out);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");

    Outcome approve = zuhra.stario("approve", run, "-n", "stario", "--yes");

    assertThat(approve.code()).as(approve.err()).isZero();
    assertThat(approve.out())
        .contains("Asked by  olim", "deployment/poster-gen: v1.2.4 → v1.2.3", "Approved as zuhra.");
    assertThat(approve.err()).contains("attested only");
    String rest = out.readAllAsString();
    assertThat(rollback.waitFor()).as(rest).isZero();
    assertThat(rest)
        .contains("approved by zuhra (attested", "ROLLBACK IN PROGRESS", "ROLLBACK COMPLETE");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(platform.cluster().list(Resources.LEASE, "stario"))
        .extracting(lease -> lease.at("/metadata/name").asString(""))
        .containsExactly("stario-rollback");
    assertThat(zuhra.stario("approve", run, "-n", "stario", "--yes").err())
        .contains("Nobody asks for an approval");
  }

  @Test
  void the_requester_and_who_means_another_plan_are_refused_and_twice_is_once() throws Exception {
    Process rollback = olim.start("rollback", POSTER, "--yes");
    String run = asked(rollback.inputReader(UTF_8));

    Outcome own = olim.stario("approve", run, "-n", "stario", "--yes");
    assertThat(own.code()).isEqualTo(3);
    assertThat(own.err()).contains("You asked for it yourself, as olim.");
    Outcome other =
        zuhra.stario("approve", run, "-n", "stario", "--yes", "--digest", "0123456789ab");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("not the one of digest 0123456789ab");
    assertThat(zuhra.stario("approve", run, "-n", "stario").code()).isEqualTo(3);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");

    assertThat(new PastRuns(olim).newest()).isEqualTo(run);
    assertThat(olim.stario("abort", run).code()).isEqualTo(130);
    assertThat(rollback.waitFor()).isEqualTo(130);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  @Test
  void when_nobody_approves_in_time_nothing_is_changed() throws Exception {
    Machine hasty = as("olim", "of: disruptive, within: 1s, attested: true");

    Outcome rollback = hasty.stario("rollback", POSTER, "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(3);
    assertThat(rollback.out()).contains("nobody approved in time", "nothing was changed");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  @Test
  void a_name_that_nobody_vouches_for_does_not_count_where_the_playbook_does_not_say_so()
      throws Exception {
    Machine strict = as("olim", "of: disruptive, within: 6s");
    Process rollback = strict.start("rollback", POSTER, "--yes");
    String run = asked(rollback.inputReader(UTF_8));

    assertThat(zuhra.stario("approve", run, "-n", "stario", "--yes").code()).isZero();

    assertThat(rollback.waitFor()).isEqualTo(3);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  @Test
  void glass_is_broken_only_where_that_is_allowed_and_only_with_a_reason() throws Exception {
    Outcome refused = olim.stario("rollback", POSTER, "--yes", "--break-glass", "--reason", "x");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("The glass can't be broken here.");
    Machine brave = as("olim", "of: disruptive, breakGlass: true");
    assertThat(brave.stario("rollback", POSTER, "--yes", "--break-glass").code()).isEqualTo(2);

    Outcome broken =
        brave.stario("rollback", POSTER, "--yes", "--break-glass", "--reason", "all is down");

    assertThat(broken.code()).as(broken.err()).isZero();
    assertThat(broken.out()).contains("glass broken by", "without an approval: all is down");
    assertThat(brave.stario("audit", "export").out()).contains("glass-broken", "all is down");
  }

  @Test
  void a_saved_plan_asks_for_the_second_person_where_there_is_no_playbook() throws Exception {
    String file = olim.folder().resolve("plan.json").toString();
    Outcome saved = olim.stario("plan", POSTER, "--save", file);
    assertThat(saved.code()).as(saved.err()).isZero();
    assertThat(saved.out()).contains("a second person has to approve it within 30 s");
    Machine bare = platform.machine();
    bare.kubeconfig(java.nio.file.Files.readString(olim.folder().resolve("kubeconfig")));

    Process rollback = bare.start("rollback", "--plan", file, "--yes");
    BufferedReader out = rollback.inputReader(UTF_8);
    String run = asked(out);

    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
    assertThat(zuhra.stario("approve", run, "-n", "stario", "--yes").code()).isZero();
    String rest = out.readAllAsString();
    assertThat(rollback.waitFor()).as(rest).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
  }

  @Test
  void what_needed_two_people_needs_them_to_be_undone_where_there_is_no_playbook_any_more()
      throws Exception {
    Machine brave = as("olim", "of: disruptive, breakGlass: true");
    assertThat(
            brave.stario("rollback", POSTER, "--yes", "--break-glass", "--reason", "down").code())
        .isZero();
    String run = new PastRuns(brave).newest();
    brave.unset("STARIO_PLAYBOOK");
    String[] undo = {"undo", run, "--yes", "--override-verdict", "a drill", "--lock", "local"};

    Outcome refused = brave.stario(undo);

    assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(3);
    assertThat(refused.err()).contains("no place where a second person could approve");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
  }

  @Test
  void what_is_not_dangerous_enough_needs_nobody() throws Exception {
    Machine usual = as("olim", "of: destructive");

    assertThat(usual.stario("rollback", POSTER, "--yes").code()).isZero();
  }

  @Test
  void with_a_local_lock_there_is_no_place_to_meet() {
    Outcome local = olim.stario("rollback", POSTER, "--yes", "--lock", "local");

    assertThat(local.code()).isEqualTo(3);
    assertThat(local.err()).contains("no place where a second person could approve");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  /** The run that waits, once it says so. */
  private static String asked(BufferedReader out) throws Exception {
    String line = out.readLine();
    while (line != null && !line.contains("waiting for a second person")) {
      line = out.readLine();
    }
    assertThat(line).isNotNull();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  /** A machine of somebody as whom the sandbox's admin acts. */
  private Machine as(String person, String approval) throws Exception {
    Machine machine = platform.equipped();
    machine.kubeconfig(
        platform
            .sandbox()
            .kubeconfig()
            .replaceAll("\\{token: ([^}]+)\\}", "{token: $1, as: " + person + "}"));
    String playbook = java.nio.file.Files.readString(machine.folder().resolve("stario.yaml"));
    String with =
        playbook.replaceFirst(
            "(?m)^( +)namespace: (.*)$", "$1namespace: $2\n$1approval: { " + approval + " }");
    assertThat(with).isNotEqualTo(playbook);
    return machine.playbook(with);
  }
}
