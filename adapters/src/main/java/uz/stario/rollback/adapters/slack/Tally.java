package uz.stario.rollback.adapters.slack;

import java.util.LinkedHashSet;
import java.util.Set;

/** Counts what became of the messages. Thread-safe. */
final class Tally {

  private final String channel;
  private final Set<String> notes = new LinkedHashSet<>();
  private int posted;
  private int delivered;
  private int lost;
  private String lastReason = "";

  Tally(String channel) {
    this.channel = channel;
  }

  synchronized void posted(int messages) {
    posted += messages;
  }

  synchronized void delivered() {
    delivered++;
  }

  synchronized void lost(int messages, String reason) {
    lost += messages;
    lastReason = reason;
  }

  /** Lost only because of others before: their reason is the one that helps. */
  synchronized void lostToo(int messages, String reason) {
    lost += messages;
    lastReason = lastReason.isEmpty() ? reason : lastReason;
  }

  /** Something that whoever reads the channel should know. */
  synchronized void note(String note) {
    notes.add(note);
  }

  synchronized String undelivered() {
    int missing = posted - delivered;
    if (missing == 0) {
      return String.join(" ", notes);
    }
    String which =
        missing == 1 && posted == 1
            ? "The message to " + channel
            : missing + " of " + posted + " messages to " + channel;
    String what = lost == 0 ? " still being delivered." : " not delivered: " + lastReason + ".";
    return notes.isEmpty() ? which + what : which + what + " " + String.join(" ", notes);
  }
}
