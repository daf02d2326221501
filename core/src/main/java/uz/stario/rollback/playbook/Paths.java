package uz.stario.rollback.playbook;

/** Says where in the file something is, and repeats what a file holds without harm. */
final class Paths {

  private static final int LONGEST_SHOWN = 60;

  private Paths() {}

  static String child(String path, String key) {
    // NAME and [] also stand in the paths of Shape.
    String shown = key.matches("[A-Za-z0-9_-]{1,60}") ? key : shown(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /**
   * Text of the file as it may be repeated in a message: in quotes, on one line, short, without
   * what a terminal would obey. An address is not repeated at all, as it may be a webhook's and so
   * a secret.
   */
  static String shown(String text) {
    if (text.contains("://")) {
      return "\"(an address)\"";
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(plain::appendCodePoint);
    boolean cut = text.codePointCount(0, text.length()) > LONGEST_SHOWN;
    return "\"" + plain + (cut ? "…" : "") + "\"";
  }
}
