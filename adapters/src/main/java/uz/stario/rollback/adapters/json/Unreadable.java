package uz.stario.rollback.adapters.json;

/** Why a document can't be understood; never leaves the package. */
final class Unreadable extends RuntimeException {

  private final boolean newer;

  Unreadable(String why) {
    this(why, false);
  }

  private Unreadable(String why, boolean newer) {
    super(why, null, false, false);
    this.newer = newer;
  }

  /** A word that a later version of the program may know. */
  static Unreadable newer(String why) {
    return new Unreadable(why, true);
  }

  boolean newer() {
    return newer;
  }

  String why() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
