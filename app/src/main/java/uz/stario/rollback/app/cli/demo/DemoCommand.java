package uz.stario.rollback.app.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.assess.Matrix;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.Stores;
import uz.stario.rollback.sandbox.platform.Traffic;

/**
 * Shows a bad release and its way back on a sandbox in this process; nothing outside it and a
 * temporary folder is touched.
 */
public final class DemoCommand implements Command {

  private final BiFunction<List<String>, Invocation, ExitCode> program;
  private final Opening data;
  private final Function<Stores, Sandbox> sandbox;
  private final Tempo tempo;

  /**
   * @param program runs a command line as if it had been typed
   */
  public DemoCommand(BiFunction<List<String>, Invocation, ExitCode> program) {
    this(program, new UsualData(), new Usual(), Tempo.usual());
  }

  /** Opens what the data is kept in. */
  @FunctionalInterface
  interface Opening {
    Data open(PrintStream out) throws Refusal;
  }

  /** No lambda, which would load the sandbox for the help of any command. */
  private static final class UsualData implements Opening {
    @Override
    public Data open(PrintStream out) throws Refusal {
      out.println("Its data is kept in PostgreSQL and Redis, which start now.");
      return Data.started();
    }
  }

  private static final class Usual implements Function<Stores, Sandbox> {
    @Override
    public Sandbox apply(Stores stores) {
      return Sandbox.start(SandboxOptions.defaults().withStores(stores));
    }
  }

  DemoCommand(
      BiFunction<List<String>, Invocation, ExitCode> program,
      Opening data,
      Function<Stores, Sandbox> sandbox,
      Tempo tempo) {
    this.program = program;
    this.data = data;
    this.sandbox = sandbox;
    this.tempo = tempo;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Shows a bad release and its way back, on a sandbox in this process.",
            "",
            "Starts a laptop-sized Stario, puts a bad release live, finds it out by the playbook's"
                + " matrix, and takes it back. No cluster, no Docker, no root; takes under a"
                + " minute.");
    spec.addOption(
        OptionSpec.builder("--scenario")
            .type(String.class)
            .paramLabel("NAME")
            .description("what is wrong with the release: " + String.join(", ", Scenario.titles()))
            .build());
    spec.addOption(
        OptionSpec.builder("--keep")
            .arity("0")
            .type(boolean.class)
            .description(
                "leave it running afterwards, for kubectl and stario in another terminal,"
                    + " until Ctrl-C")
            .build());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Scenario scenario = scenario(arguments);
    var out = invocation.out();
    out.println(
        "A laptop-sized Stario: five services at " + Story.GOOD + ", two pods each, and people");
    out.printf("who make %.0f requests a second. Somebody is about to release ", tempo.perSecond());
    out.println(Story.SERVICE + " " + Story.BAD + ".");
    out.println();
    try (Stopping stopping = new Stopping();
        Data kept = data.open(out)) {
      kept.words().forEach(out::println);
      return play(scenario, arguments.hasMatchedOption("--keep"), kept, stopping, invocation);
    }
  }

  private ExitCode play(
      Scenario scenario, boolean keep, Data kept, Stopping stopping, Invocation invocation)
      throws Refusal {
    try (Stage stage = Stage.set(() -> sandbox.apply(kept.stores()))) {
      return play(scenario, keep, stage, stopping, invocation);
    }
  }

  private ExitCode play(
      Scenario scenario, boolean keep, Stage stage, Stopping stopping, Invocation invocation)
      throws Refusal {
    stage.serve(Story.GOOD);
    try (Traffic traffic = stage.traffic(tempo);
        PodMetrics metrics = new PodMetrics()) {
      Meter meter = new Meter(traffic);
      try (Watch watch =
          new Watch(invocation, meter, tempo, stopping, Matrix.ofThePlaybook().errorRate())) {
        Typed typed = new Typed(stage, invocation, program);
        ExitCode code =
            new Story(scenario, stage, invocation, typed, tempo, stopping, meter, watch, metrics)
                .tell();
        if (code == ExitCode.DONE && keep) {
          new Kept(stage, invocation, watch, stopping).untilStopped();
        } else if (code == ExitCode.DONE) {
          invocation.out().println();
          invocation
              .out()
              .println(
                  "Next: `stario demo --keep` to play with it, docs/rollback.md for your own.");
        }
        return code;
      }
    }
  }

  private static Scenario scenario(ParseResult arguments) throws Refusal {
    if (!arguments.hasMatchedOption("--scenario")) {
      return Scenario.ERRORS;
    }
    String wanted = arguments.matchedOptionValue("--scenario", "");
    return Scenario.named(wanted)
        .orElseThrow(() ->
            new Refusal(
                Problem.unchanged(
                    ErrorCode.USAGE,
                    "There is no scenario \"" + wanted + "\".",
                    Nearest.nearest(wanted, Scenario.titles())
                            .map(nearest -> "Did you mean " + nearest + "? ")
                            .orElse("")
                        + "There are: "
                        + String.join(", ", Scenario.titles())
                        + ".",
                    "Name one of these with --scenario.")));
  }
}
