package uz.stario.rollback.app.text;

import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.StepRun;

/** A run as lines with the time, each only when it says something new. */
final class EventLines implements RunView {

  private final PrintStream out;
  private final Paint paint;
  private final Map<StepId, String> said = new HashMap<>();

  EventLines(PrintStream out, Paint paint) {
    this.out = out;
    this.paint = paint;
  }

  @Override
  public synchronized void happened(Run run, RunEvent event) {
    switch (event) {
      case RunEvent.Started e ->
          e.approval()
              .ifPresent(need ->
                  out.println(
                      Times.clock(e.at())
                          + " waiting for a second person until "
                          + Times.clock(need.until())
                          + ": stario approve "
                          + run.id()));
      case RunEvent.TimerFired _ -> {}
      case RunEvent.Approved _, RunEvent.GlassBroken _ ->
          run.clearance().ifPresent(c -> out.println(Times.clock(c.at()) + " " + c.words()));
      case RunEvent.ApprovalExpired e ->
          out.println(Times.clock(e.at()) + " nobody approved in time");
      case RunEvent.EffectIntended e -> {
        if (e.attempt() == 1) {
          line(e.at(), paint.faint("·"), e.step(), "started");
        }
      }
      case RunEvent.EffectEnded e -> step(run, e.step(), e.at());
      case RunEvent.Observed e -> step(run, e.step(), e.at());
      case RunEvent.StepEnded e -> step(run, e.step(), e.at());
      case RunEvent.StopAsked e -> out.println(Times.clock(e.at()) + " stop asked by " + e.by());
      case RunEvent.Resumed e ->
          out.println(
              Times.clock(e.at()) + (e.toStop() ? " stopped by " : " taken up by ") + e.by());
      case RunEvent.Looked e ->
          line(e.at(), paint.faint("·"), e.step(), "looked at: " + e.sight().detail());
      case RunEvent.Asked e -> step(run, e.step(), e.at());
      case RunEvent.Treated e -> step(run, e.step(), e.at());
      case RunEvent.TakenOver e ->
          out.println(
              Times.clock(e.at())
                  + " taken over from run "
                  + e.from()
                  + " of "
                  + e.owner()
                  + ": "
                  + e.detail());
      case RunEvent.LockLost e ->
          out.println(Times.clock(e.at()) + " stops, the lock is lost: " + e.detail());
      case RunEvent.Ended e ->
          out.println(
              Times.clock(e.at())
                  + " "
                  + Outcomes.headline(e.result(), paint)
                  + ", "
                  + Times.took(java.time.Duration.between(run.startedAt(), e.at())));
    }
  }

  private void step(Run run, StepId id, Instant at) {
    StepRun step = run.step(id);
    StepLine line = StepLine.of(step, paint);
    if (step.outcome().isEmpty() && line.detail().isEmpty()) {
      return;
    }
    line(at, line.symbol(), id, line.word() + ": " + line.detail());
  }

  private void line(Instant at, String symbol, StepId step, String text) {
    if (!text.equals(said.put(step, text))) {
      out.println(Times.clock(at) + " " + symbol + " " + step + "  " + text);
    }
  }

  @Override
  public synchronized void note(String text) {
    out.println(text);
  }

  @Override
  public void tick(Instant now) {}

  @Override
  public void pause() {}

  @Override
  public void goOn() {}

  @Override
  public void close() {
    out.flush();
  }
}
