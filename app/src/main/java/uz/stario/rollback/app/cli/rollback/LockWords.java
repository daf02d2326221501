package uz.stario.rollback.app.cli.rollback;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.lock.Conflict;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Standing;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Holders;
import uz.stario.rollback.run.engine.KnownRuns;
import uz.stario.rollback.run.engine.Locking;

/** What people are told about who holds what. */
final class LockWords {

  private static final String HALF_DONE = "what it began may be half done";

  private final Invocation invocation;
  private final Plan plan;
  private final RunId run;
  private final KnownRuns known;
  private final Paint paint;
  private final Set<String> told = new HashSet<>();

  LockWords(Invocation invocation, Plan plan, RunId run, KnownRuns known) {
    this.invocation = invocation;
    this.plan = plan;
    this.run = run;
    this.known = known;
    this.paint = new Paint(invocation.terminal().colour());
  }

  /** Says once of each what it is waited or watched for. */
  void waiting(List<Conflict> conflicts, LockOptions options) {
    for (Conflict conflict : conflicts) {
      Holding holding = conflict.holding();
      boolean alive = conflict.standing() == Standing.ALIVE;
      if (told.add(holding.fence() + (alive ? " alive" : ""))) {
        invocation
            .err()
            .println(paint.faint(waiting(conflict, alive, options) + sentence(conflict)));
      }
    }
  }

  private String waiting(Conflict conflict, boolean alive, LockOptions options) {
    if (!alive) {
      return "watching for a sign of life, " + conflict.standing().words() + ": ";
    }
    return switch (known.of(conflict.holding())) {
      case ENDED -> "waiting for a run to let go that has ended: ";
      case LEAVING -> "waiting for a run to let go that is stopping: ";
      case NOTHING, UNBEGUN -> "waiting up to " + Times.took(options.patience()) + " for ";
    };
  }

  void takenOver(List<Holding> holdings) {
    for (Holding holding : holdings) {
      if (!holding.run().equals(run)) {
        invocation
            .err()
            .println(
                paint.caution("! ")
                    + "taken over from run "
                    + holding.run()
                    + " of "
                    + holding.owner()
                    + ", whose last sign of life was at "
                    + Times.date(holding.heartbeat())
                    + "; "
                    + left(holding));
      }
    }
  }

  /** What is known of a run whose hold was taken over. */
  String left(Holding holding) {
    String machine = invocation.wiring().owner().machine();
    boolean here = !machine.isEmpty() && machine.equals(holding.owner().machine());
    return switch (known.of(holding)) {
      case ENDED -> "it had ended";
      case UNBEGUN -> here ? "it is not in the journal here, so it had not begun" : HALF_DONE;
      case LEAVING, NOTHING -> HALF_DONE;
    };
  }

  Problem heldBy(List<Conflict> conflicts) {
    Conflict first = conflicts.getFirst();
    boolean own = first.holding().run().equals(run);
    boolean alive = conflicts.stream().anyMatch(c -> c.standing() == Standing.ALIVE);
    return Problem.unchanged(
        ErrorCode.TARGET_HELD,
        own
            ? "Cannot take up run " + run + ": another process carries it out."
            : "Cannot roll back "
                + String.join(", ", plan.services())
                + ": run "
                + first.holding().run()
                + " of "
                + first.holding().owner()
                + " holds the same.",
        conflicts.stream().map(this::line).collect(Collectors.joining("\n")),
        alive ? whileAlive(first.holding(), own) : whenLeft(first));
  }

  private String whileAlive(Holding holding, boolean own) {
    if (known.of(holding) == Holders.Known.ENDED) {
      return "It has ended, and its process "
          + holding.owner().pid()
          + " on "
          + holding.owner().host()
          + " has not let go for "
          + Times.took(Locking.LEAVING)
          + ": try again, or end that process.";
    }
    return "Watch it with `stario watch "
        + holding.run()
        + "`"
        + where(holding)
        + (own ? "." : ", or add --wait to wait for its end.");
  }

  private String whenLeft(Conflict conflict) {
    Holding holding = conflict.holding();
    if (conflict.standing() == Standing.GONE && !known.has(holding.run())) {
      return "That run is in another journal (STARIO_STATE): take it up with `stario resume "
          + holding.run()
          + "` there, or add --take-over to begin anew: what it began may be half done.";
    }
    return "Take that run up with `stario resume "
        + holding.run()
        + "`"
        + where(holding)
        + ", or add --take-over to begin anew: what it began may be half done.";
  }

  /** The journal of a run is on the machine that carries it out. */
  private String where(Holding holding) {
    return known.has(holding.run())
        ? ""
        : " on " + holding.owner().host() + " (as " + holding.owner().user() + ")";
  }

  private String line(Conflict conflict) {
    Instant now = invocation.clock().instant();
    Holding holding = conflict.holding();
    String life =
        switch (conflict.standing()) {
          case ALIVE -> "alive " + ago(holding.heartbeat(), now);
          case GONE -> "its process " + holding.owner().pid() + " has ended";
          case SILENT -> "silent, last sign of life " + ago(holding.heartbeat(), now);
          case AHEAD -> "its clock is ahead of this one, so it can't be told whether it lives";
        };
    return sentence(conflict) + ", since " + Times.date(holding.since()) + "; " + life + ".";
  }

  private static String sentence(Conflict conflict) {
    Holding holding = conflict.holding();
    String targets =
        conflict.common().isEmpty()
            ? "what it held before"
            : conflict.common().stream().map(Object::toString).collect(Collectors.joining(", "));
    return "run " + holding.run() + " of " + holding.owner() + " holds " + targets;
  }

  private static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? "just now" : Times.took(age) + " ago";
  }
}
