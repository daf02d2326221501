package uz.stario.rollback.plan;

import java.util.Locale;
import java.util.Optional;

/** One item of the checklist that is gone through before a rollback, and how it stands. */
public record Gate(Item item, State state) {

  /** The items, in the order of the playbook's checklist. */
  public enum Item {
    DEPLOYMENT_RELATED("a deployment caused it"),
    STATE_DOCUMENTED("what is wrong is written down"),
    PEOPLE_TOLD("people are told"),
    BACKUP_READY("a backup is ready, if data is changed"),
    TARGET_STABLE("the version to go back to is stable");

    private final String words;

    Item(String words) {
      this.words = words;
    }

    /** What is so when it is passed. */
    public String words() {
      return words;
    }

    /** As people type it: {@code target-stable}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Item> of(String key) {
      for (Item item : values()) {
        if (item.key().equals(key)) {
          return Optional.of(item);
        }
      }
      return Optional.empty();
    }
  }

  /** How it stands. */
  public sealed interface State {

    /** One line for people. */
    String detail();

    /** The software sees that it is so. */
    record Evident(String detail) implements State {}

    /** A person says that it is so, and how they know. */
    record Attested(String by, String detail) implements State {}

    /** A person goes on without it, and says why. */
    record Waived(String by, String detail) implements State {}

    /** Nobody has answered, and the rollback does not wait for it. */
    record Deferred(String detail) implements State {}

    /** Nobody has answered yet. */
    record Open(String detail) implements State {}
  }

  public boolean open() {
    return state instanceof State.Open;
  }

  /** Whether somebody has to answer it afterwards. */
  public boolean deferred() {
    return state instanceof State.Deferred;
  }

  Gate with(State other) {
    return new Gate(item, other);
  }
}
