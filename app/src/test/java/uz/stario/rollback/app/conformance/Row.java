package uz.stario.rollback.app.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of the table: a command, and what must be seen of it.
 *
 * <p>In commands {@code {ns}} stands for the row's namespace and {@code {pod}} for one pod of the
 * Deployment {@code web}. For one thread while it is written down, then only read.
 */
final class Row {

  /** What is in the row's namespace when the command is typed. */
  enum Stage {
    /** {@code web} in its second version, shared by all rows that only look. */
    SHARED,
    EMPTY,
    /** {@code web} in its first version. */
    ONE,
    /** {@code web} in its second version. */
    TWO
  }

  /** Who types. */
  enum Role {
    ADMIN,
    VIEWER
  }

  /** What a place must have for the row to make sense. */
  enum Need {
    API,
    KUBELET,
    NO_METRICS,
    PLATFORM
  }

  /** A command typed again until it prints what is wanted. */
  record Step(String command, String input, Pattern wanted) {}

  final String section;
  final String command;
  final String seen;
  Stage stage = Stage.SHARED;
  Role role = Role.ADMIN;
  Need need = Need.API;
  String input = "";
  String editor = "";
  int exit;
  String difference = "";
  final List<Step> before = new ArrayList<>();
  final List<Step> during = new ArrayList<>();
  final List<Pattern> prints = new ArrayList<>();
  final List<Pattern> lacks = new ArrayList<>();
  final List<Step> after = new ArrayList<>();

  private Row(String section, String command, String seen) {
    this.section = section;
    this.command = command;
    this.seen = seen;
  }

  static Row of(String section, String command, String seen) {
    return new Row(section, command, seen);
  }

  Row on(Stage there) {
    stage = there;
    return this;
  }

  Row as(Role who) {
    role = who;
    return this;
  }

  Row needs(Need what) {
    need = what;
    return this;
  }

  Row input(String text) {
    input = text;
    return this;
  }

  Row editor(String program) {
    editor = program;
    return this;
  }

  Row exits(int code) {
    exit = code;
    return this;
  }

  /** Each must be found in what is printed. */
  Row prints(String... patterns) {
    for (String pattern : patterns) {
      prints.add(pattern(pattern));
    }
    return this;
  }

  Row lacks(String pattern) {
    lacks.add(pattern(pattern));
    return this;
  }

  Row before(String command, String wanted) {
    return before(command, "", wanted);
  }

  Row before(String command, String text, String wanted) {
    before.add(new Step(command, text, pattern(wanted)));
    return this;
  }

  /** Typed while the command runs; the row ends when the command has printed what it must. */
  Row during(String command, String wanted) {
    during.add(new Step(command, "", pattern(wanted)));
    return this;
  }

  /** What the cluster says afterwards. */
  Row then(String command, String wanted) {
    after.add(new Step(command, "", pattern(wanted)));
    return this;
  }

  /** Why the sandbox does not do this: it must fail there, and say so. */
  Row differs(String reason) {
    difference = reason;
    return this;
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.MULTILINE);
  }

  @Override
  public String toString() {
    return command;
  }
}
