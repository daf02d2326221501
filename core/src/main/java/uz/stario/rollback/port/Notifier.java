package uz.stario.rollback.port;

import uz.stario.rollback.announce.Message;
import uz.stario.rollback.run.RunId;

/** Tells people. Thread-safe; returns at once, delivery goes on behind with bounded retries. */
public interface Notifier extends AutoCloseable {

  /**
   * Takes a message about a run. Where the channel has threads, the first one begins a thread and
   * later ones of the same run change it in place, with their details as replies.
   */
  void post(RunId run, Message message);

  /** Waits a short bounded while for what is still being delivered; idempotent. */
  @Override
  void close();

  /** One line on what became of the messages; empty when all were delivered. */
  String undelivered();
}
