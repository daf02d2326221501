package uz.stario.rollback.app.cli.rollback;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Gates;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;

/** What people answer to the checklist of a plan, with their names and reasons. */
final class Checklist {

  private static final List<String> ITEMS =
      Arrays.stream(Gate.Item.values()).map(Gate.Item::key).toList();

  private final Map<Gate.Item, Gate.State> answers = new EnumMap<>(Gate.Item.class);

  private Checklist() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        answer(
            "--attest",
            "say that an item of the checklist is so, and how you know; may be given often"));
    spec.addOption(
        answer(
            "--waive", "go on without an item of the checklist, and say why; may be given often"));
  }

  private static OptionSpec answer(String name, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel("ITEM=WHY")
        .description(description)
        .build();
  }

  /**
   * @param by who answers
   */
  static Checklist of(ParseResult arguments, String by) throws Refusal {
    Checklist checklist = new Checklist();
    for (String text : arguments.matchedOptionValue("--attest", List.<String>of())) {
      Answer answer = read("--attest", text);
      checklist.add(answer.item(), new Gate.State.Attested(by, answer.reason()));
    }
    for (String text : arguments.matchedOptionValue("--waive", List.<String>of())) {
      Answer answer = read("--waive", text);
      checklist.add(answer.item(), new Gate.State.Waived(by, answer.reason()));
    }
    return checklist;
  }

  private void add(Gate.Item item, Gate.State state) throws Refusal {
    if (answers.put(item, state) != null) {
      throw usage(item.key() + " is answered twice.", "Answer each item once.");
    }
  }

  private record Answer(Gate.Item item, String reason) {}

  private static Answer read(String option, String text) throws Refusal {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    Optional<Gate.Item> item = Gate.Item.of(key.strip());
    String reason = equals < 0 ? "" : text.substring(equals + 1).strip();
    if (item.isEmpty()) {
      throw usage(
          option + " knows no item \"" + key + "\".",
          Nearest.nearest(key, ITEMS).map(name -> "Did you mean " + name + "? ").orElse("")
              + "The items are "
              + ITEMS.stream().collect(Collectors.joining(", "))
              + ".");
    }
    if (reason.isEmpty()) {
      throw usage(
          option + " " + key + " needs a reason, which is recorded.",
          "Write " + option + " " + key + "=REASON.");
    }
    return new Answer(item.get(), reason);
  }

  private static Refusal usage(String what, String next) {
    return new Refusal(Problem.unchanged(ErrorCode.USAGE, what, "", next));
  }

  /** The plan with these answers. */
  Plan answer(Plan plan) {
    return plan.withGates(Gates.answered(plan.gates(), answers));
  }

  /** The plan as it is carried out: what nobody has answered is left for afterwards. */
  static Plan deferred(Plan plan) {
    return plan.withGates(Gates.deferred(plan.gates()));
  }
}
