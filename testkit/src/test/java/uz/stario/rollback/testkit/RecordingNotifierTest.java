package uz.stario.rollback.testkit;

import java.util.List;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.port.Notifier;

class RecordingNotifierTest extends NotifierContract {

  private final RecordingNotifier notifier = new RecordingNotifier();

  @Override
  protected Notifier notifier() {
    return notifier;
  }

  @Override
  protected List<String> arrived() {
    return notifier.delivered().stream().map(Message::title).toList();
  }

  @Override
  protected void breakDown() {
    notifier.breakDown();
  }
}
