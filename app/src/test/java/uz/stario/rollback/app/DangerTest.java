package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.app.cli.Cli;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.app.wiring.Terminal;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;

/** What destroys data is asked for twice. The step is practised: no adapter knows it. */
class DangerTest {

  private static final String GATEWAY = "api-gateway";

  @TempDir private Path folder;
  private Platform platform;
  private Machine machine;
  private String file = "";

  @BeforeEach
  void save() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    machine = platform.equipped();
    file = machine.folder().resolve("plan.json").toString();
    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    with(
        quarantine("queue/video", Danger.DESTRUCTIVE),
        quarantine("queue/it's", Danger.DESTRUCTIVE));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void the_plan_shows_what_is_destroyed_and_its_way_back() {
    Outcome dry = rollback("--dry-run");

    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains(
            "quarantine/0  ✗ destructive",
            "data of queue/video; asks for that name",
            "way back: stario queue restore video");
  }

  @Test
  void neither_yes_nor_the_emergency_lane_is_enough_and_the_flags_are_named_exactly() {
    for (String agreed : List.of("--yes", "--now")) {
      Outcome refused = rollback(agreed);

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err())
          .contains(
              "it destroys data of queue/video, queue/it's",
              "--yes and --now are not enough",
              "add --confirm queue/video --confirm 'queue/it'\\''s'.",
              "confirmation-missing");
    }
    assertThat(rollback().err()).contains("add --yes --confirm queue/video");
    assertUntouched();
  }

  @Test
  void one_of_two_names_is_not_enough() {
    Outcome refused = rollback("--yes", "--confirm", "queue/video");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("data of queue/it's.").doesNotContain("of queue/video");
    assertUntouched();
  }

  @Test
  void a_wrong_name_changes_nothing_and_the_right_ones_are_named() {
    Outcome refused =
        rollback(
            "--yes",
            "--confirm",
            "queue/vidoe",
            "--confirm",
            "queue/video",
            "--confirm",
            "queue/it's");

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("destroys nothing of queue/vidoe", "destroys data of queue/video, queue/it's");
    assertUntouched();
  }

  @Test
  void a_name_without_need_is_refused_too() {
    Outcome refused = machine.stario("rollback", GATEWAY, "--yes", "--confirm", GATEWAY);

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("It destroys nothing at all.", "Leave --confirm out.");
    assertUntouched();
  }

  @Test
  void with_every_name_it_is_carried_out() {
    Outcome begun =
        rollback("--yes", "--confirm", "queue/video", "--confirm", "queue/it's", "--json");

    // No adapter knows the practice step, so it is refused by its store, once it has begun.
    assertThat(begun.code()).as(begun.err()).isEqualTo(5);
    assertThat(begun.json().path("unchanged").toString()).contains("no adapter here knows");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void a_step_that_only_disrupts_needs_no_name() throws Exception {
    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    with(quarantine("queue/video", Danger.DISRUPTIVE));

    assertThat(rollback("--yes").code()).isEqualTo(5);
    assertThat(machine.stario("runs").out()).doesNotContain("No runs yet");
  }

  @Test
  void at_a_terminal_each_name_is_typed_after_the_yes() {
    Typing typing = new Typing("y", " queue/video ", "queue/it's");

    Outcome begun = at(typing);

    assertThat(begun.code()).as(begun.err()).isEqualTo(5);
    assertThat(typing.asked)
        .hasSize(3)
        .first()
        .asString()
        .contains("Roll back api-gateway in sandbox?");
    assertThat(typing.asked.get(1)).contains("destroys data of queue/video", "Type its name");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void at_a_terminal_yes_and_now_leave_the_names_to_be_typed() {
    Typing typing = new Typing("queue/it's");

    assertThat(at(typing, "--now", "--confirm", "queue/video").code()).isEqualTo(5);
    assertThat(typing.asked).singleElement().asString().contains("queue/it's");
  }

  @Test
  void a_name_mistyped_or_left_empty_changes_nothing_and_says_what_was_expected() {
    for (String typed : List.of("y", "", "queue/Video", "video")) {
      Outcome refused = at(new Typing(typed, "queue/it's"), "--yes");

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("\"queue/video\" was expected", "Nothing was changed.");
    }
    assertThat(at(new Typing("y", "queue/video", "queue/video")).err())
        .contains("\"queue/video\" was typed, \"queue/it's\" was expected");
    assertThat(at(new Typing()).err()).contains("It was not confirmed.");
    assertUntouched();
  }

  private void assertUntouched() {
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
    assertThat(machine.stario("runs").out()).contains("No runs yet");
  }

  private Outcome rollback(String... more) {
    return machine.stario(words(more).toArray(String[]::new));
  }

  private List<String> words(String... more) {
    return Stream.concat(Stream.of("rollback", "--plan", file), Stream.of(more)).toList();
  }

  /** The same before a person who types. */
  private Outcome at(Terminal terminal, String... more) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Clock clock = Clock.systemUTC();
    try (var wiring = new SystemWiring(machine.environment(), clock, new Redactor())) {
      var invocation =
          new Invocation(
              new PrintStream(out, true, UTF_8),
              new PrintStream(err, true, UTF_8),
              terminal,
              machine.environment(),
              machine.folder(),
              clock,
              wiring);
      int code = Cli.run(words(more), invocation).code();
      return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  /** Adds steps to the saved plan, each after what is there. */
  private void with(Action... actions) throws Exception {
    Answer<Plan> read = PlanJson.read(Files.readString(Path.of(file)), "it");
    assertThat(read).isInstanceOf(Answer.Given.class);
    Plan plan = ((Answer.Given<Plan>) read).value();
    List<Step> steps = new ArrayList<>(plan.steps());
    Set<StepId> after = Set.of(steps.getFirst().id());
    for (int i = 0; i < actions.length; i++) {
      steps.add(
          Step.of(new StepId("quarantine/" + i), GATEWAY, actions[i], after, Set.of(), 2, ""));
    }
    Plan more =
        Plan.of(
            plan.environment(),
            plan.target(),
            plan.madeAt(),
            plan.reason(),
            plan.emergency(),
            plan.workloads(),
            steps,
            plan.findings());
    Files.writeString(Path.of(file), PlanJson.write(more));
  }

  private static Action quarantine(String target, Danger danger) {
    return new Action.StoreChange(
        "practice-quarantine",
        target,
        new TreeMap<>(),
        danger,
        true,
        OnFailure.GO_ON,
        Duration.ofSeconds(5),
        "the quarantine is there",
        "the length that was seen",
        "stario queue restore video");
  }

  /** Somebody who types these lines, one for each question. */
  private static final class Typing implements Terminal {

    private final Deque<String> lines;
    final List<String> asked = new ArrayList<>();

    Typing(String... lines) {
      this.lines = new ArrayDeque<>(List.of(lines));
    }

    @Override
    public boolean interactive() {
      return true;
    }

    @Override
    public int width() {
      return 80;
    }

    @Override
    public int height() {
      return 40;
    }

    @Override
    public boolean colour() {
      return false;
    }

    @Override
    public void resized() {}

    @Override
    public Optional<String> ask(String question) {
      asked.add(question);
      return Optional.ofNullable(lines.poll());
    }
  }
}
