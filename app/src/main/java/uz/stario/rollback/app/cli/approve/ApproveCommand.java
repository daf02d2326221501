package uz.stario.rollback.app.cli.approve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** Approves what somebody else has asked for, after showing it. */
public final class ApproveCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Approves a run that waits for a second person, after showing what it will do. You"
                + " can't approve your own.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("RUN")
            .arity("1")
            .type(String.class)
            .description("the run, as whoever asks names it")
            .build());
    spec.addOption(
        TargetOptions.text(
            "--digest", "DIGEST", "refuse when the plan is not this one (or begins otherwise)"));
    spec.addOption(TargetOptions.flag("--yes", "do not ask"));
    spec.addOption(
        OptionSpec.builder("-n", "--namespace")
            .type(String.class)
            .paramLabel("NAMESPACE")
            .description("Kubernetes namespace of the run")
            .build());
    spec.addOption(TargetOptions.text("--context", "NAME", "kubeconfig context"));
    spec.addOption(TargetOptions.text("--kubeconfig", "FILE", "kubeconfig file"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    RunId run = new RunId(arguments.matchedPositionalValue(0, ""));
    Approvals approvals =
        Refusal.orThrow(
            invocation
                .wiring()
                .approvals(
                    TargetOptions.value(arguments, "--kubeconfig"),
                    TargetOptions.value(arguments, "--context"),
                    TargetOptions.value(arguments, "--namespace")));
    Wanted wanted =
        Refusal.orThrow(approvals.wanted(run)).orElseThrow(() -> new Refusal(notWanted(run)));
    show(wanted, invocation);
    String self = Refusal.orThrow(approvals.self());
    require(wanted, self, TargetOptions.value(arguments, "--digest"), invocation);
    if (!mine(approvals, wanted, self).isEmpty()) {
      invocation.out().println("Already approved by you, " + self + ".");
      return ExitCode.DONE;
    }
    if (!arguments.hasMatchedOption("--yes")) {
      confirm(self, invocation);
    }
    Optional<Problem> problem = approvals.give(run, wanted.digest());
    if (problem.isPresent()) {
      throw new Refusal(problem.get());
    }
    tell(mine(approvals, wanted, self), self, invocation);
    return ExitCode.DONE;
  }

  private static void show(Wanted wanted, Invocation invocation) {
    var out = invocation.out();
    new Table()
        .row("Run", wanted.run().value())
        .row("Asked by", wanted.requester())
        .row("Until", Times.date(wanted.until()))
        .row("Plan", wanted.digest())
        .lines()
        .forEach(out::println);
    wanted.summary().forEach(line -> out.println("  " + line));
  }

  private static void require(
      Wanted wanted, String self, Optional<String> digest, Invocation invocation) throws Refusal {
    if (self.equals(wanted.requester())) {
      throw new Refusal(
          refused(wanted, "You asked for it yourself, as " + self + ".", "Ask somebody else."));
    }
    if (!invocation.clock().instant().isBefore(wanted.until())) {
      throw new Refusal(
          refused(
              wanted,
              "It was to be approved before " + Times.date(wanted.until()) + ".",
              "Have it asked for again."));
    }
    if (digest.filter(named -> named.length() < SHORTEST_DIGEST).isPresent()
        || digest.filter(named -> !wanted.digest().startsWith(named)).isPresent()) {
      throw new Refusal(
          refused(
              wanted,
              "The plan is not the one of digest " + digest.orElse("") + ".",
              "Look at what is asked for, above, and at who changed it."));
    }
  }

  /** As many characters as plans are shown with. */
  private static final int SHORTEST_DIGEST = 12;

  private static void confirm(String self, Invocation invocation) throws Refusal {
    boolean yes =
        invocation.terminal().interactive()
            && invocation
                .terminal()
                .ask("Approve as " + self + "? [y/N] ")
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .filter(answer -> answer.equals("y") || answer.equals("yes"))
                .isPresent();
    if (!yes) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.CONFIRMATION_MISSING,
              "Did not approve.",
              invocation.terminal().interactive()
                  ? "It was not confirmed."
                  : "There is no terminal to ask at.",
              "Answer y, or add --yes."));
    }
  }

  private static List<Approval> mine(Approvals approvals, Wanted wanted, String self)
      throws Refusal {
    return Refusal.orThrow(approvals.given(wanted.run())).stream()
        .filter(given -> given.by().equals(self) && given.digest().equals(wanted.digest()))
        .toList();
  }

  private static void tell(List<Approval> mine, String self, Invocation invocation) {
    invocation.out().println("Approved as " + self + ".");
    if (mine.stream().anyMatch(Approval::attested)) {
      invocation
          .err()
          .println(
              "! attested only: the cluster does not enforce that approvals carry the name of"
                  + " whoever gives them (docs/approvals.md)");
    }
  }

  private static Problem notWanted(RunId run) {
    return Problem.unchanged(
        ErrorCode.APPROVAL_NOT_WANTED,
        "Nobody asks for an approval of run " + run + " here.",
        "It has begun or ended, or it was asked for in another place.",
        "Name the place with --context and --namespace, or STARIO_JOURNAL, as whoever asks has"
            + " it.");
  }

  private static Problem refused(Wanted wanted, String why, String next) {
    return Problem.unchanged(
        ErrorCode.APPROVAL_REFUSED, "Run " + wanted.run() + " can't be approved.", why, next);
  }
}
