package uz.stario.rollback.app.wiring;

import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.redact.Redactor;

/** Tells people no secret. Thread-safe. */
record RedactedNotifier(Notifier notifier, Redactor redactor) implements Notifier {

  @Override
  public void post(Message message) {
    notifier.post(
        new Message(
            message.kind(),
            redactor.text(message.title()),
            message.fields().stream()
                .map(f -> new Field(f.name(), redactor.text(f.value())))
                .toList(),
            redactor.text(message.status())));
  }

  @Override
  public void close() {
    notifier.close();
  }

  @Override
  public String undelivered() {
    return redactor.text(notifier.undelivered());
  }
}
