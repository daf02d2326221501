package uz.stario.rollback.app.cli.rollback;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Messages;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.check.Measurements;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Ending;

/** What people are told of one run, on its channel and on the terminal; nothing waits for it. */
final class Announcements {

  private final Notifier notifier;
  private final Optional<String> channel;
  private final Messages messages;
  private final Measurements measurements;
  private final Optional<Duration> usual;
  private final boolean asked;
  private final PrintStream stream;
  private final PrintStream err;
  private final Paint paint;

  /**
   * @param measurements of what the checks of the run measure
   * @param usual how long such runs took
   * @param asked whether a second person is asked where one is needed
   * @param json whether standard output is for one JSON object alone
   */
  Announcements(
      Invocation invocation,
      Notifier notifier,
      Telling telling,
      Measurements measurements,
      Optional<Duration> usual,
      boolean asked,
      boolean json) {
    this.notifier = notifier;
    this.channel = telling.channel().map(Channel::name);
    this.messages = telling.messages();
    this.measurements = measurements;
    this.usual = usual;
    this.asked = asked;
    this.stream = json ? invocation.err() : invocation.out();
    this.err = invocation.err();
    this.paint = new Paint(invocation.terminal().colour());
  }

  /** Tells that a run begins, or waits for somebody before it does. */
  void happened(Run run, RunEvent event) {
    boolean waits = event instanceof RunEvent.Started && run.held();
    boolean begins =
        event instanceof RunEvent.Started
            || (run.clearance().isPresent()
                && (event instanceof RunEvent.Approved || event instanceof RunEvent.GlassBroken));
    if (waits) {
      run.approval()
          .filter(_ -> asked)
          .ifPresent(need ->
              tell(run.id(), messages.approvalWanted(run.plan(), run.id(), event.at(), need)));
    } else if (begins) {
      tell(run.id(), messages.inProgress(run.plan(), run.id(), run.requester(), event.at(), usual));
    }
  }

  /** Tells how the engine let go of the run. */
  void ended(Ending ending) {
    Messages messages = this.messages.with(measurements.during(), measurements.after());
    switch (ending) {
      case Ending.NotStarted _ -> {} // what could not begin was not announced
      case Ending.JournalLost(Run run, Problem problem) ->
          tell(run.id(), messages.lost(run, problem));
      // Its question stands in the last words; the others hear it here.
      case Ending.Asks(Run run) -> notifier.post(run.id(), messages.asks(run));
      case Ending.Ended(Run run) -> tell(run.id(), messages.ended(run));
    }
  }

  private void tell(RunId run, Message message) {
    notifier.post(run, message);
    stream.println();
    Told.message(message, channel, paint).forEach(stream::println);
    stream.println();
  }

  /** Waits a short while for what is still on its way, and says what did not arrive. */
  void close() {
    notifier.close();
    if (!notifier.undelivered().isEmpty()) {
      err.println(paint.caution("! ") + notifier.undelivered());
    }
  }
}
