package uz.stario.rollback.app.text;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.StepRun;

/** A run as a table of its steps, redrawn in place. */
final class LiveTable implements RunView {

  /** A table taller than a screen can't be redrawn in place. */
  static final int MOST_STEPS = 20;

  private static final int MOST_NAME_WIDTH = 32;
  private static final int WORD_WIDTH = 10;

  private final PrintStream out;
  private final int width;
  private final Paint paint;
  private final int nameWidth;
  private int drawn;
  private boolean paused;
  private @Nullable Run latest;
  private Instant latestAt = Instant.EPOCH;

  LiveTable(PrintStream out, int width, Paint paint, Plan plan) {
    this.nameWidth =
        plan.steps().stream()
            .filter(step -> !(step.action() instanceof Action.RecordVerdicts))
            .mapToInt(step -> step.id().value().length())
            .map(length -> Math.min(length, MOST_NAME_WIDTH))
            .max()
            .orElse(MOST_NAME_WIDTH);
    this.out = out;
    this.width = width;
    this.paint = paint;
  }

  @Override
  public synchronized void happened(Run run, RunEvent event) {
    latest = run;
    latestAt = event.at();
    boolean shows =
        switch (event) {
          case RunEvent.TimerFired _ -> false;
          case RunEvent.Started _,
              RunEvent.EffectIntended _,
              RunEvent.EffectEnded _,
              RunEvent.Observed _,
              RunEvent.StopAsked _,
              RunEvent.Approved _,
              RunEvent.GlassBroken _,
              RunEvent.ApprovalExpired _,
              RunEvent.Resumed _,
              RunEvent.Looked _,
              RunEvent.Asked _,
              RunEvent.Treated _,
              RunEvent.TakenOver _,
              RunEvent.LockLost _,
              RunEvent.StepEnded _,
              RunEvent.Ended _ ->
              true;
        };
    if (shows && !paused) {
      draw(run, event.at());
    }
  }

  private void draw(Run run, Instant now) {
    List<String> lines = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      if (step.action() instanceof Action.RecordVerdicts
          && run.step(step.id()).outcome().map(o -> o.well()).orElse(true)) {
        continue;
      }
      lines.add(line(step, run.step(step.id()), now));
    }
    run.result()
        .ifPresent(result ->
            lines.add(
                Outcomes.headline(result, paint)
                    + ", "
                    + Times.took(Duration.between(run.startedAt(), now))));
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      text.append("\r\u001b[2K").append(line).append('\n');
    }
    for (int i = lines.size(); i < drawn; i++) {
      text.append("\r\u001b[2K\n");
    }
    drawn = Math.max(drawn, lines.size());
    out.print(text);
    out.flush();
  }

  private String line(Step step, StepRun state, Instant now) {
    StepLine line = StepLine.of(state, paint);
    String took =
        state
            .began()
            .map(began -> Times.took(Duration.between(began, state.ended().orElse(now))))
            .orElse("");
    String fixed =
        pad(step.id().value(), nameWidth) + " " + pad(line.word(), WORD_WIDTH) + pad(took, 8);
    // A line that the terminal breaks would be two, and the table redrawn in the wrong place.
    String text = fixed + " " + line.detail().lines().findFirst().orElse("");
    int room = Math.max(1, width - 3);
    return line.symbol() + " " + (text.length() > room ? text.substring(0, room - 1) + "…" : text);
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  @Override
  public synchronized void tick(Instant now) {
    if (latest != null && !latest.ended() && !paused) {
      draw(latest, now);
    }
  }

  @Override
  public synchronized void note(String text) {
    out.println(text);
    drawn = 0;
  }

  @Override
  public synchronized void pause() {
    paused = true;
  }

  @Override
  public synchronized void goOn() {
    paused = false;
    drawn = 0;
    if (latest != null && !latest.ended()) {
      draw(latest, latestAt);
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
