package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Kills the program at a random moment of a rollback, takes up what it left, and compares what is
 * there then with what an undisturbed rollback leaves.
 */
final class KillRounds {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Versions are used again after so many rounds: a bad one may be released twice. */
  private static final int VERSIONS = Fleet.VERSIONS - 1;

  private final Outside outside;
  private final Fleet fleet;
  private final List<String> program;
  private final String namespace;
  private final SplittableRandom random;
  private int round;

  /**
   * @param program the command that starts it, without arguments
   */
  KillRounds(
      Outside outside,
      Fleet fleet,
      List<String> program,
      String namespace,
      SplittableRandom random) {
    this.outside = outside;
    this.fleet = fleet;
    this.program = program;
    this.namespace = namespace;
    this.random = random;
  }

  /** How often the program was killed, and at which points of the run. */
  record Tally(int rounds, int kills, int beforeTheRun, int during, int afterTheRun) {
    Tally plus(Tally other) {
      return new Tally(
          rounds + other.rounds,
          kills + other.kills,
          beforeTheRun + other.beforeTheRun,
          during + other.during,
          afterTheRun + other.afterTheRun);
    }
  }

  /** An undisturbed rollback; from the same start as every other round. */
  Outside.Course undisturbed() throws BenchFailure {
    release();
    Outside.Course course = outside.course(LIMIT, BEGUN, rollback());
    fleet.requireVersion(0);
    return course;
  }

  /**
   * When to kill a program: so long after it has said something, or after its start where that is
   * empty.
   */
  private record Moment(String saying, Duration after) {}

  /**
   * Anywhere in one round, and within the run in the next: where starting takes far longer than the
   * run does, chance alone would hardly ever hit it.
   */
  private Moment moment(Outside.Course undisturbed) {
    if (round % 2 == 0) {
      long nanos = undisturbed.wall().toNanos() * 11 / 10;
      return new Moment("", Duration.ofNanos(random.nextLong(nanos)));
    }
    long nanos = undisturbed.wall().minus(undisturbed.said()).toNanos();
    return new Moment(BEGUN, Duration.ofNanos(random.nextLong(nanos)));
  }

  /** What the program says when the run begins. */
  private static final String BEGUN = "ROLLBACK IN PROGRESS";

  /** As the list of runs calls what nobody has ended. */
  private static final Pattern WITHOUT_AN_END = Pattern.compile(" (left|running|asks|not ended) ");

  /** One kill, within the time that an undisturbed rollback takes. */
  Tally kill(Outside.Course undisturbed) throws BenchFailure {
    release();
    List<Long> before = fleet.revisions();
    int known = runs().size();
    Moment moment = moment(undisturbed);
    boolean killed = outside.killAfter(moment.saying(), moment.after(), rollback());
    List<String> left = new ArrayList<>();
    List<String> runs = runs();
    for (String line : runs) {
      if (WITHOUT_AN_END.matcher(line).find()) {
        left.add(line.split(" ", 2)[0]);
      }
    }
    if (left.size() > 1) {
      throw wrong("more than one run has not ended: " + left);
    }
    boolean begun = runs.size() > known;
    List<String> next = new ArrayList<>(program);
    if (!left.isEmpty()) {
      next.addAll(List.of("resume", left.getFirst()));
      outside.must(LIMIT, next);
    } else if (!begun) {
      outside.must(LIMIT, rollback());
    }
    fleet.requireVersion(0);
    // A rollback that was done twice, or a way forth and back, would have made more of them.
    List<Long> wanted = before.stream().map(revision -> revision + 1).toList();
    if (!fleet.revisions().equals(wanted)) {
      throw wrong("revisions are " + fleet.revisions() + " and should be " + wanted);
    }
    fleet.requireVerdicts(version());
    if (runs().stream().anyMatch(line -> WITHOUT_AN_END.matcher(line).find())) {
      throw wrong("a run still has not ended");
    }
    return new Tally(
        1,
        killed ? 1 : 0,
        killed && !begun ? 1 : 0,
        killed && !left.isEmpty() ? 1 : 0,
        killed && begun && left.isEmpty() ? 1 : 0);
  }

  private int version() {
    return 1 + (round - 1) % VERSIONS;
  }

  private void release() throws BenchFailure {
    round++;
    fleet.roll(version());
  }

  private List<String> rollback() {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("rollback", "--all", "-n", namespace, "--yes"));
    return command;
  }

  private List<String> runs() throws BenchFailure {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("runs", "--limit", "1000000"));
    return outside.must(LIMIT, command).out().lines().skip(1).toList();
  }

  private BenchFailure wrong(String what) {
    return BenchFailure.failed("round " + round + ": " + what);
  }
}
