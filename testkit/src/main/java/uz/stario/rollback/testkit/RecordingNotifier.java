package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.run.RunId;

/** Keeps what it is told to post; loses it when told to. Thread-safe. */
public final class RecordingNotifier implements Notifier {

  private final List<Message> delivered = new ArrayList<>();
  private boolean broken;
  private boolean closed;
  private int lost;

  /** From now on nothing arrives. */
  public synchronized void breakDown() {
    broken = true;
  }

  /** What arrived, in order. */
  public synchronized List<Message> delivered() {
    return List.copyOf(delivered);
  }

  @Override
  public synchronized void post(RunId run, Message message) {
    if (broken || closed) {
      lost++;
    } else {
      delivered.add(message);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public synchronized String undelivered() {
    return lost == 0 ? "" : lost + " messages not delivered: the test says so.";
  }
}
