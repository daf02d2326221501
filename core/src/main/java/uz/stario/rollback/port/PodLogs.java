package uz.stario.rollback.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What the pods of a workload wrote. Thread-safe; every call is bounded in time and size; never
 * throws for what a target may answer.
 */
public interface PodLogs {

  /** Whose lines are read. */
  enum Which {
    /** The pods of the workload's present revision. */
    PRESENT,
    /** Every pod of the workload that is still there, one that is ending too. */
    ALL
  }

  /** How far the reading came. */
  sealed interface Reading {

    /** All lines were read. */
    record Whole(long lines) implements Reading {}

    /**
     * A bound was reached, or a pod went away.
     *
     * @param why one line
     */
    record Partial(long lines, String why) implements Reading {}

    /** Nothing can be read. */
    record Refused(Problem problem) implements Reading {}
  }

  /**
   * Reads the lines of all containers since an instant, each pod's in order.
   *
   * @param limit how long all of it may take
   * @param line takes one line at a time, without its end and its time
   */
  Reading read(
      WorkloadRef workload, Which which, Instant from, Duration limit, Consumer<String> line);

  /**
   * The last lines of a workload's pods, each with its pod's name where there are several; those of
   * the former run of a container that crashes again and again.
   *
   * @param lines of each pod at most
   */
  Answer<List<String>> last(WorkloadRef workload, int lines);
}
