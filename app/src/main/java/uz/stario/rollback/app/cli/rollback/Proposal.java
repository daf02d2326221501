package uz.stario.rollback.app.cli.rollback;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.announce.Impact;
import uz.stario.rollback.app.cli.runs.LeftRuns;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.PlanText;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.release.WorkloadState;

/** A plan before a person: shown whole, agreed to, carried out. */
public final class Proposal {

  private final Invocation invocation;
  private final LockOptions locking;
  private final boolean emergency;
  private final boolean agreed;
  private final List<String> confirmed;
  private final boolean breakGlass;
  private final boolean saved;
  private final Optional<String> reason;
  private Telling telling;
  private final Checklist checklist;
  private final boolean dryRun;
  private final boolean json;

  private Proposal(ParseResult arguments, Invocation invocation) throws Refusal {
    this.invocation = invocation;
    this.locking = LockOptions.of(arguments);
    this.emergency = emergency(arguments);
    this.agreed = emergency || arguments.hasMatchedOption("--yes");
    this.confirmed = arguments.matchedOptionValue("--confirm", List.<String>of());
    this.breakGlass = arguments.hasMatchedOption("--break-glass");
    this.saved = arguments.hasMatchedOption("--plan");
    this.reason = TargetOptions.value(arguments, "--reason");
    this.telling = Telling.of(Optional.empty(), arguments);
    this.checklist = Checklist.of(arguments, invocation.wiring().requester());
    this.dryRun = arguments.hasMatchedOption("--dry-run");
    this.json = arguments.hasMatchedOption("--json");
  }

  /** Adds the options to a command that carries a plan out; those of its lock are its own. */
  public static void addTo(CommandSpec spec) {
    spec.addOption(TargetOptions.flag("--yes", "do not ask"));
    spec.addOption(
        TargetOptions.flag("--now", "emergency lane: do not ask, and let nothing hold it up"));
    spec.addOption(
        TargetOptions.flag(
            "--break-glass", "go on without the second person's approval; needs --reason"));
    spec.addOption(
        OptionSpec.builder("--confirm")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("NAME")
            .description(
                "a target whose data the plan destroys, as the plan names it; may be given often")
            .build());
    Telling.addTo(spec);
    Checklist.addTo(spec);
    spec.addOption(TargetOptions.flag("--dry-run", "show the plan and stop"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object in the end"));
  }

  /** What the options say; what is wrong with them is refused before anybody has looked. */
  public static Proposal of(ParseResult arguments, Invocation invocation) throws Refusal {
    return new Proposal(arguments, invocation);
  }

  /** Takes up what was seen of the workloads, for those who are told of the run. */
  public Proposal seeing(Collection<Answer<WorkloadState>> states) {
    telling = telling.seeing(Impact.of(states.stream().flatMap(Proposal::given).toList()));
    return this;
  }

  private static Stream<WorkloadState> given(Answer<WorkloadState> answer) {
    return answer instanceof Answer.Given<WorkloadState>(WorkloadState state)
        ? Stream.of(state)
        : Stream.empty();
  }

  /** Whether it is the emergency lane. */
  public static boolean emergency(ParseResult arguments) {
    return arguments.hasMatchedOption("--now");
  }

  /** Shows the plan, for people or for a program. */
  public void show(Plan plan) {
    if (json) {
      invocation.out().println(PlanJson.write(plan));
    } else {
      Paint paint = new Paint(invocation.terminal().colour());
      PlanText.of(plan, paint, invocation.terminal().width()).forEach(invocation.out()::println);
    }
  }

  /**
   * Shows the plan, asks, and carries it out.
   *
   * @param environment where people are told, and whether a second person has to approve
   */
  public ExitCode carryOut(Plan proposed, Workloads workloads, Environment environment)
      throws Refusal {
    Plan plan = checklist.answer(proposed);
    if (plan.alreadySo() || dryRun) {
      show(plan);
      if (!json) {
        invocation.out().println();
        invocation
            .out()
            .println(plan.alreadySo() ? "Nothing to change." : "Dry run: nothing was changed.");
      }
      return plan.findings(Finding.Weight.BLOCKER).isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }
    if (!json) {
      show(plan);
    }
    // A saved plan brings its reason along; what an undo says of itself is none.
    Approving approving =
        Approving.of(environment.approval(), breakGlass, saved ? plan.reason() : reason.orElse(""));
    if (!emergency) {
      LeftRuns.offer(invocation);
    }
    Consent.require(plan, agreed, confirmed, invocation);
    return new RollbackRun(
            invocation,
            workloads,
            new Telling(environment.channel(), telling.extras()),
            Checklist.deferred(plan),
            approving,
            locking,
            json)
        .carryOut();
  }
}
