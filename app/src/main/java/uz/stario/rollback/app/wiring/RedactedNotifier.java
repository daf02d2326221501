package uz.stario.rollback.app.wiring;

import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;

/** Tells people no secret. Thread-safe. */
record RedactedNotifier(Notifier notifier, Redactor redactor) implements Notifier {

  @Override
  public void post(RunId run, Message message) {
    notifier.post(
        run,
        new Message(
            message.kind(),
            redactor.text(message.title()),
            message.fields().stream()
                .map(f -> new Field(f.name(), redactor.text(f.value())))
                .toList(),
            redactor.text(message.status()),
            redactor.text(message.closing()),
            message.details().stream().map(redactor::text).toList()));
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
