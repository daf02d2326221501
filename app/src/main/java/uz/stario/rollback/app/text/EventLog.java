package uz.stario.rollback.app.text;

import java.io.PrintStream;
import java.util.List;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** A run of the past as the lines that were shown while it went on. */
public final class EventLog {

  private EventLog() {}

  public static void write(RunId id, List<RunEvent> events, PrintStream out, Paint paint) {
    if (events.isEmpty() || !(events.getFirst() instanceof RunEvent.Started started)) {
      return;
    }
    EventLines lines = new EventLines(out, paint);
    Run run = Run.started(id, started);
    lines.happened(run, started);
    for (RunEvent event : events.subList(1, events.size())) {
      run = run.apply(event);
      lines.happened(run, event);
    }
  }
}
