package uz.stario.rollback.plan;

import java.time.Duration;

/**
 * What a kind of step declares of itself, so that the engine can treat all kinds alike.
 *
 * @param repeatable whether an attempt whose answer was lost may simply be made again, because the
 *     effect looks first and its target refuses it twice
 * @param waits whether what it sets going is watched afterwards
 * @param limit how long all of it may take, from the first intent
 * @param observed how it is seen whether it has been done
 * @param precondition what the target itself refuses it without
 * @param wayBack how a person undoes it
 */
public record Traits(
    boolean repeatable,
    boolean waits,
    Danger danger,
    OnFailure onFailure,
    Duration limit,
    String observed,
    String precondition,
    String wayBack) {

  /** One short write, tried again for a while where the server is busy. */
  private static final Duration RECORDING = Duration.ofSeconds(15);

  public static Traits of(Action action) {
    return switch (action) {
      case Action.RollBack a ->
          new Traits(
              true,
              true,
              Danger.DISRUPTIVE,
              OnFailure.GO_ON,
              a.limit(),
              "the Deployment has the target's template",
              "a test on the UID and on the template as planned with",
              "the revision left is kept and can be gone to by number");
      case Action.Restart a ->
          new Traits(
              true,
              true,
              Danger.DISRUPTIVE,
              OnFailure.GO_ON,
              a.limit(),
              "the Deployment names the run as one that restarted it",
              "a test on the UID and on the template as just read",
              "none is needed: the template is the same but for the time of the restart");
      case Action.CheckPods a -> check(a.limit());
      case Action.CheckHealth a -> check(a.limit());
      case Action.RunCheck a -> check(a.limit());
      case Action.RecordVerdicts _ ->
          new Traits(
              true,
              false,
              Danger.ROUTINE,
              OnFailure.GO_ON,
              RECORDING,
              "the ReplicaSet carries the verdict",
              "the ReplicaSet's UID",
              "remove the annotation");
      case Action.StoreChange a ->
          new Traits(
              a.repeatable(),
              false,
              a.danger(),
              a.onFailure(),
              a.limit(),
              a.observed(),
              a.precondition(),
              a.wayBack());
    };
  }

  private static Traits check(Duration limit) {
    return new Traits(
        true, false, Danger.ROUTINE, OnFailure.GO_ON, limit, "it only looks", "none", "none");
  }
}
