package uz.stario.rollback.adapters.slack;

/** Counts what became of the messages. Thread-safe. */
final class Tally {

  private final String channel;
  private int posted;
  private int delivered;
  private int lost;
  private String lastReason = "";

  Tally(String channel) {
    this.channel = channel;
  }

  synchronized void posted() {
    posted++;
  }

  synchronized void delivered() {
    delivered++;
  }

  synchronized void lost(String reason) {
    lost++;
    lastReason = reason;
  }

  synchronized String undelivered() {
    int missing = posted - delivered;
    if (missing == 0) {
      return "";
    }
    String which =
        missing == 1 && posted == 1
            ? "The message to " + channel
            : missing + " of " + posted + " messages to " + channel;
    return which + (lost == 0 ? " still being delivered." : " not delivered: " + lastReason + ".");
  }
}
