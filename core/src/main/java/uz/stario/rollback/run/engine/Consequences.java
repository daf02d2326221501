package uz.stario.rollback.run.engine;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.run.Command;
import uz.stario.rollback.run.Decider;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * All that follows from events in a state of a run: the events to be written, the state then, and
 * what is to be done once they are written. Used by one thread.
 */
final class Consequences {

  private final RunId id;
  private final InstantSource clock;
  private final Decider decider;
  private final int heard;
  private final List<RunEvent> events = new ArrayList<>();
  private final List<Run> states = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private @Nullable Run state;

  /**
   * @param before null for a run that has not started
   * @param heard what others have written to the journal meanwhile
   * @param batch what happened here
   */
  Consequences(
      RunId id,
      @Nullable Run before,
      List<RunEvent> heard,
      List<RunEvent> batch,
      InstantSource clock,
      Decider decider) {
    this.id = id;
    this.clock = clock;
    this.decider = decider;
    this.heard = heard.size();
    this.state = before;
    // They stand in the journal already, so nothing comes between them.
    List<RunEvent> news = heard.stream().filter(this::happens).toList();
    news.forEach(event -> follow(decide(event)));
    follow(new ArrayDeque<>(batch));
  }

  /** Of every event, whether it is news. */
  private boolean happens(RunEvent event) {
    Run now = state;
    boolean news = now == null || now.expects(event);
    Run next = now == null ? started(event) : now.apply(event);
    state = next;
    events.add(event);
    states.add(next);
    return news;
  }

  private void follow(Deque<RunEvent> coming) {
    while (!coming.isEmpty()) {
      RunEvent event = coming.remove();
      Run now = state;
      if (now != null && now.ended()) {
        return;
      }
      // The outcome of an effect is kept, however late it comes; nothing follows from it.
      boolean kept = now == null || now.expects(event) || event instanceof RunEvent.EffectEnded;
      if (kept && happens(event)) {
        // What follows comes before other news, so that no two events end the same step.
        decide(event).descendingIterator().forEachRemaining(coming::addFirst);
      }
    }
  }

  /** What is to be recorded next; intents are recorded at once, the rest is to be done. */
  private Deque<RunEvent> decide(RunEvent event) {
    Deque<RunEvent> following = new ArrayDeque<>();
    for (Command command : decider.decide(state(), event)) {
      if (command instanceof Command.Perform(var step, var attempt)) {
        happens(new RunEvent.EffectIntended(clock.instant(), step, attempt));
      }
      if (command instanceof Command.Record(RunEvent follows)) {
        following.add(follows);
      } else {
        commands.add(command);
      }
    }
    return following;
  }

  private Run started(RunEvent event) {
    if (event instanceof RunEvent.Started started) {
      return Run.started(id, started);
    }
    throw new IllegalStateException("run " + id + " has not started: " + event);
  }

  Run state() {
    Run now = state;
    if (now == null) {
      throw new IllegalStateException("nothing has happened in run " + id);
    }
    return now;
  }

  /** With what was heard. */
  List<RunEvent> events() {
    return events;
  }

  /** The state after each event. */
  List<Run> states() {
    return states;
  }

  List<RunEvent> toWrite() {
    return events.subList(heard, events.size());
  }

  List<Command> commands() {
    return commands;
  }
}
