package uz.stario.rollback.bench;

/** Reads values of arguments. */
final class Arguments {

  private Arguments() {}

  /** A whole number from 1 to a most. */
  static int number(String what, String text, int most) throws BenchFailure {
    if (text.matches("[1-9]\\d{0,5}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw BenchFailure.usage(what + " is a number from 1 to " + most + ", not \"" + text + "\"");
  }

  static String namespace(String text) throws BenchFailure {
    if (text.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      return text;
    }
    throw BenchFailure.usage("\"" + text + "\" is no name of a namespace");
  }
}
