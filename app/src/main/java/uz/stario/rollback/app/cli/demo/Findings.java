package uz.stario.rollback.app.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.assess.Measurement;
import uz.stario.rollback.assess.Symptom;

/** An assessment as people read it: each row with its evidence, and what follows. */
record Findings(Investigation investigation, Paint paint, int width) {

  private static final int LABEL = 28;

  List<String> lines(String good, String bad) {
    List<String> lines = new ArrayList<>();
    Measurement judged = investigation.judged();
    lines.add(
        paint.strong("The playbook's matrix")
            + String.format(
                Locale.ROOT,
                ", over the last %.1f s and %d requests:",
                judged.span().toMillis() / 1e3,
                judged.requests()));
    for (Symptom symptom : investigation.assessment().symptoms()) {
      add(lines, mark(symptom), symptom.row(), symptom.evidence());
    }
    List<String> counted = investigation.counted(good, bad);
    for (String line : counted) {
      add(lines, " ", line.equals(counted.getFirst()) ? "the pods' own /metrics" : "", line);
    }
    investigation.lastWords().ifPresent(words -> add(lines, " ", "its last words", words));
    if (judged.failures() == 0 && investigation.rollout().stillServing() > 0) {
      add(
          lines,
          " ",
          "people notice nothing",
          investigation.rollout().stillServing() + " good pods of " + good + " keep serving");
    }
    Symptom worst = investigation.assessment().worst().orElseThrow();
    lines.add(paint.strong("Decision: " + worst.decision().words() + " (" + worst.row() + ")."));
    return lines;
  }

  private String mark(Symptom symptom) {
    return switch (symptom.state()) {
      case THERE -> paint.bad("✗");
      case ABSENT -> paint.good("✓");
      case UNKNOWN -> paint.caution("?");
    };
  }

  /** The evidence below itself where it is long. */
  private void add(List<String> lines, String mark, String label, String text) {
    String gap = " ".repeat(Math.max(1, LABEL - label.length()));
    int room = Math.max(20, width - 1 - LABEL - 4);
    List<String> broken = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
        broken.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    broken.add(line.toString());
    lines.add("  " + mark + " " + label + gap + broken.getFirst());
    broken.stream().skip(1).forEach(more -> lines.add(" ".repeat(LABEL + 4) + more));
  }
}
