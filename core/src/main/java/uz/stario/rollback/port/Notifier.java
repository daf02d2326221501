package uz.stario.rollback.port;

import uz.stario.rollback.announce.Message;

/** Tells people. Thread-safe; returns at once, delivery goes on behind with bounded retries. */
public interface Notifier extends AutoCloseable {

  void post(Message message);

  /** Waits a short bounded while for what is still being delivered; idempotent. */
  @Override
  void close();

  /** One line on what became of the messages; empty when all were delivered. */
  String undelivered();
}
