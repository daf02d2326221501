package uz.stario.rollback.verify;

import java.util.regex.Pattern;

/**
 * A regular expression of a playbook, searched for with a bounded number of steps: some patterns
 * take longer than a rollback on a line that somebody else wrote. Thread-safe.
 */
public final class Search {

  /** What came of it. */
  public enum Found {
    YES,
    NO,
    /** The pattern takes too many steps on this text; nothing is known. */
    TOO_SLOW
  }

  /** Far more looks at each character than a sensible pattern needs. */
  private static final int LOOKS_PER_CHARACTER = 100;

  private static final int LOOKS_AT_LEAST = 10_000;

  private final Pattern pattern;

  /**
   * @throws java.util.regex.PatternSyntaxException if it is none
   */
  public Search(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** As the playbook writes it. */
  public String pattern() {
    return pattern.pattern();
  }

  public Found in(String text) {
    try {
      long looks = LOOKS_AT_LEAST + (long) LOOKS_PER_CHARACTER * text.length();
      return pattern.matcher(new Counted(text, 0, text.length(), new Looks(looks))).find()
          ? Found.YES
          : Found.NO;
    } catch (TooManyLooks | StackOverflowError _) {
      // Groups that repeat are matched by recursion, as deep as the text is long.
      return Found.TOO_SLOW;
    }
  }

  private static final class TooManyLooks extends RuntimeException {
    TooManyLooks() {
      super(null, null, false, false);
    }
  }

  private static final class Looks {
    private long left;

    Looks(long left) {
      this.left = left;
    }
  }

  /** Lets each character be looked at while looks are left. */
  private record Counted(String text, int start, int end, Looks left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (--left.left < 0) {
        throw new TooManyLooks();
      }
      return text.charAt(start + index);
    }

    @Override
    public int length() {
      return end - start;
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new Counted(text, start + from, start + to, left);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }
}
