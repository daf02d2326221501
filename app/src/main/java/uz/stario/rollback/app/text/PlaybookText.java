package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.plan.Procedure;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.release.WorkloadRef;

/** What a playbook says, for people. */
public final class PlaybookText {

  private static final int INDENT = 6;

  private final Paint paint;
  private final int width;

  /**
   * @param width of the screen, in characters
   */
  public PlaybookText(Paint paint, int width) {
    this.paint = paint;
    this.width = width;
  }

  /** The services and what runs them. */
  public List<String> services(Playbook playbook) {
    Table table = new Table();
    table.row("SERVICE", "CHECKS", "RUN BY");
    for (Service service : playbook.services()) {
      String name = service.name();
      String checks = "" + service.checks().size();
      for (WorkloadRef workload : service.workloads()) {
        table.row(name, checks, workload.toString());
        name = "";
        checks = "";
      }
    }
    return table.lines();
  }

  /**
   * How a service is taken back.
   *
   * @param service with its checks complete for the environment
   * @param platform the checks of the platform as a whole, complete too
   */
  public List<String> service(Service service, Environment environment, List<Check> platform) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong(service.name()) + " in " + environment.name());
    if (!service.dependsOn().isEmpty()) {
      row(lines, "comes after", String.join(", ", service.dependsOn()) + " where they go back too");
    }
    if (!service.flags().isEmpty()) {
      row(lines, "keeps", String.join(", ", service.flags()) + " as operators set them");
    }
    switch (service.onFailure()) {
      case CONTINUE -> {}
      case HALT_DEPENDENTS -> row(lines, "if it fails", "what depends on it is left as it is");
      case HALT -> row(lines, "if it fails", "what comes in a later wave is left as it is");
    }
    Procedure procedure = Procedure.of(service, environment);
    section(
        lines, "Roll back, to the version before that is not recorded bad:", procedure.rollBacks());
    long within = environment.verification().within().toSeconds();
    section(lines, "Then check, for up to " + within + " s:", procedure.checks());
    List<Procedure.Deed> checks = Procedure.checks(platform, environment);
    if (!checks.isEmpty()) {
      section(lines, "And of the platform as a whole:", checks);
    }
    List<Procedure.Deed> optional = Procedure.optional(service, environment);
    if (!optional.isEmpty()) {
      section(lines, "If needed, with --with NAME:", optional);
    }
    lines.add("");
    lines.add("All of it: stario rollback " + service.name() + " -e " + environment.name());
    return lines;
  }

  private void row(List<String> lines, String label, String text) {
    List<String> wrapped = Lines.wrapped(text, width - 2 - "comes after  ".length());
    lines.add("  " + String.format("%-13s", label) + wrapped.getFirst());
    wrapped.stream().skip(1).forEach(line -> lines.add(" ".repeat(15) + line));
  }

  private void section(List<String> lines, String title, List<Procedure.Deed> deeds) {
    lines.add("");
    lines.add(title);
    for (Procedure.Deed deed : deeds) {
      List<String> name = Lines.wrapped(deed.name(), width - 4);
      lines.add("  " + name.getFirst());
      name.stream().skip(1).forEach(line -> lines.add("    " + line));
      deed.commands().stream()
          .flatMap(command -> Lines.commands(command, width - INDENT).stream())
          .forEach(line -> lines.add(" ".repeat(INDENT) + paint.faint(line)));
    }
  }
}
