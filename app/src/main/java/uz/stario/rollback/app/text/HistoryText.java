package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Differences;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.WorkloadState;

/** The revisions of workloads, and the differences of two, as text and as JSON. */
public final class HistoryText {

  private HistoryText() {}

  public static List<String> tables(List<WorkloadState> states, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (WorkloadState state : states) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(
          paint.strong(state.ref().toString())
              + "  "
              + state.available()
              + " of "
              + state.desired()
              + " available"
              + (state.paused() ? ", " + paint.caution("paused") : ""));
      long current = state.current().map(Revision::number).orElse(-1L);
      Table table = new Table().row("  REVISION", "VERSION", "SINCE", "VERDICT", "CAUSE");
      for (Revision revision : state.revisions()) {
        table.row(
            (revision.number() == current ? "* " : "  ") + revision.number(),
            revision.version(),
            Times.date(revision.createdAt()),
            verdict(revision),
            revision.changeCause());
      }
      lines.addAll(table.lines());
    }
    return lines;
  }

  private static String verdict(Revision revision) {
    Health health = revision.verdict().health();
    String run = revision.verdict().run();
    return health.word() + (run.isEmpty() ? "" : " (run " + run + ")");
  }

  public static List<String> diff(Revision from, Revision to, int width, Redactor redactor) {
    List<Difference> differences = Differences.between(from.template(), to.template(), redactor);
    if (differences.isEmpty()) {
      return List.of("Revisions " + from.number() + " and " + to.number() + " do not differ.");
    }
    Rows rows = new Rows(width);
    differences.forEach(rows::difference);
    List<String> lines = new ArrayList<>();
    lines.add(from.label() + " → " + to.label());
    lines.addAll(rows.lines());
    return lines;
  }

  public static String diffJson(
      WorkloadState state, Revision from, Revision to, Redactor redactor) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode object = json.createObjectNode();
    object.put("schemaVersion", 1);
    object.put("workload", state.ref().toString());
    object.put("from", from.number());
    object.put("to", to.number());
    ArrayNode differences = object.putArray("differences");
    for (Difference difference : Differences.between(from.template(), to.template(), redactor)) {
      ObjectNode row = differences.addObject();
      row.put("what", difference.what());
      row.put("where", difference.where());
      row.put("before", difference.before());
      row.put("after", difference.after());
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }

  public static String json(String place, List<WorkloadState> states) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode object = json.createObjectNode();
    object.put("schemaVersion", 1);
    object.put("target", place);
    ArrayNode workloads = object.putArray("workloads");
    for (WorkloadState state : states) {
      ObjectNode node = workloads.addObject();
      node.put("workload", state.ref().toString());
      node.put("paused", state.paused());
      node.put("desired", state.desired());
      node.put("available", state.available());
      ArrayNode revisions = node.putArray("revisions");
      for (Revision revision : state.revisions()) {
        ObjectNode row = revisions.addObject();
        row.put("revision", revision.number());
        row.put("current", state.current().filter(revision::equals).isPresent());
        row.put("version", revision.version());
        row.put("images", revision.template().images().stream().collect(Collectors.joining(", ")));
        row.put("createdAt", revision.createdAt().toString());
        row.put("changeCause", revision.changeCause());
        row.put("verdict", revision.verdict().health().word());
      }
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }
}
