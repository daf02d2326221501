package uz.stario.rollback.release;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Chooses the revision to go back to.
 *
 * <p>Left to itself it takes the previous distinct version (other images), never one that is
 * recorded bad or vulnerable or that was left for the present one, so that rolling back twice does
 * not return to what was left; kubectl's undo takes the second-highest number, whatever it is.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollback.go">kubectl's
 *     undo</a>
 */
public final class TargetChooser {

  private final WorkloadState state;
  private final Optional<Revision> current;
  private final boolean overrideVerdict;

  /**
   * @param overrideVerdict whether a person has said why a version recorded bad may be gone to
   */
  public TargetChooser(WorkloadState state, boolean overrideVerdict) {
    this.state = state;
    this.current = state.current();
    this.overrideVerdict = overrideVerdict;
  }

  public Answer<Target> choose(RevisionChoice choice) {
    return switch (choice) {
      case RevisionChoice.Previous() -> previous();
      case RevisionChoice.Number(long number) -> byNumber(number);
      case RevisionChoice.Version(String version) -> byVersion(version);
      case RevisionChoice.Each(Map<WorkloadRef, String> ids, String reason) -> byId(ids, reason);
      case RevisionChoice.Released(
              String name,
              Map<WorkloadRef, RevisionChoice.Released.Part> parts) ->
          byRelease(name, parts);
    };
  }

  private Answer<Target> previous() {
    Optional<Standing> putBack =
        current.map(now -> Standing.of(now, state.revisions())).filter(TargetChooser::putBackByRun);
    if (current.isPresent() && putBack.isPresent()) {
      return Answer.given(
          new Target(
              current.get(),
              Health.HEALTHY,
              "run "
                  + putBack.get().run()
                  + " went back to it and verified it; to go further back name one with"
                  + " --to-version or --to-revision",
              true));
    }
    List<Revision> others = others();
    if (others.isEmpty()) {
      return Answer.refused(noHistory());
    }
    List<String> passedOver = new ArrayList<>();
    for (Revision revision : others) {
      if (revision.template().sameVersionAs(state.template())) {
        continue;
      }
      Standing standing = Standing.of(revision, state.revisions());
      if (standing.health().forbidsReturn()) {
        passedOver.add(revision.label() + " is " + standing.words());
        continue;
      }
      if (standing.health() == Health.UNKNOWN && wasLeft(revision)) {
        passedOver.add(revision.label() + " was left for " + state.template().version());
        continue;
      }
      String reason =
          standing.health() == Health.HEALTHY
              ? "the previous version, " + standing.words()
              : "the previous version, health unknown";
      if (!passedOver.isEmpty()) {
        reason += "; passed over: " + String.join(", ", passedOver);
      }
      return Answer.given(new Target(revision, standing.health(), reason, false));
    }
    return Answer.refused(noTarget(others, passedOver));
  }

  private Answer<Target> byNumber(long number) {
    Optional<Revision> found =
        state.revisions().stream().filter(r -> r.number() == number).findFirst();
    if (found.isEmpty()) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.REVISION_NOT_FOUND,
              "Cannot roll back " + state.ref() + " to revision " + number + ".",
              "There is no such revision; there are: " + listed() + ".",
              "Name one of these with --to-revision."));
    }
    return permitted(found.get(), "asked for by number");
  }

  private Answer<Target> byId(Map<WorkloadRef, String> ids, String reason) {
    Optional<Revision> found =
        state.revisions().stream().filter(r -> r.id().equals(ids.get(state.ref()))).findFirst();
    if (found.isEmpty()) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.REVISION_NOT_FOUND,
              "Cannot roll back " + state.ref() + " to " + reason + ".",
              "That revision is no longer kept; there are: " + listed() + ".",
              "Name one of these to `stario rollback` with --to-revision."));
    }
    return permitted(
        found.get(),
        reason,
        "To go there all the same say why with --override-verdict REASON; it is recorded.");
  }

  private Answer<Target> byVersion(String version) {
    if (current.isPresent() && runs(current.get(), version)) {
      return permitted(current.get(), "asked for by version");
    }
    Optional<Revision> found = best(others().stream().filter(r -> runs(r, version)).toList());
    if (found.isEmpty()) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.VERSION_NOT_FOUND,
              "Cannot roll back " + state.ref() + " to " + version + ".",
              "No kept revision runs that version; there are: " + listed() + ".",
              "Name one of these with --to-version or --to-revision."));
    }
    return permitted(found.get(), "asked for by version");
  }

  private Answer<Target> byRelease(
      String name, Map<WorkloadRef, RevisionChoice.Released.Part> parts) {
    RevisionChoice.Released.Part part = parts.get(state.ref());
    if (part == null) {
      throw new IllegalArgumentException(state.ref() + " is none of release " + name);
    }
    String reason =
        "release "
            + part.version()
            + " of "
            + part.at().truncatedTo(ChronoUnit.MINUTES)
            + (part.version().equals(name) ? "" : ", which ran together with " + name);
    if (current.isPresent() && part.isRunBy(current.get())) {
      return permitted(current.get(), reason);
    }
    Optional<Revision> found = best(others().stream().filter(part::isRunBy).toList());
    if (found.isEmpty()) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.VERSION_NOT_FOUND,
              "Cannot roll back " + state.ref() + " to release " + name + ".",
              "No kept revision runs what it ran then ("
                  + part.words()
                  + "); there are: "
                  + listed()
                  + ".",
              "Redeploy it from its manifest, or name only the services that can go there."));
    }
    return permitted(
        found.get(), reason, "Choose another release, or say why with --override-verdict REASON.");
  }

  /** The newest that nobody forbids, else the newest. */
  private Optional<Revision> best(List<Revision> running) {
    return running.stream()
        .filter(r -> !Standing.of(r, state.revisions()).health().forbidsReturn())
        .findFirst()
        .or(() -> running.stream().findFirst());
  }

  private Answer<Target> permitted(Revision revision, String reason) {
    return permitted(
        revision, reason, "Choose another revision, or say why with --override-verdict REASON.");
  }

  private Answer<Target> permitted(Revision revision, String reason, String next) {
    boolean alreadySo = revision.template().fingerprint().equals(state.template().fingerprint());
    Standing standing = Standing.of(revision, state.revisions());
    if (!alreadySo && standing.health().forbidsReturn() && !overrideVerdict) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.TARGET_RECORDED_BAD,
              "Will not roll back " + state.ref() + " to " + revision.label() + ".",
              "It is " + standing.words() + ".",
              next));
    }
    return Answer.given(new Target(revision, standing.health(), reason, alreadySo));
  }

  private static boolean putBackByRun(Standing standing) {
    return standing.health() == Health.HEALTHY && !standing.run().isEmpty();
  }

  /**
   * Whether the present version was there first, so that somebody went back from this one to it: a
   * run whose checks did not pass and so left no verdict, or a person with kubectl. Going back
   * renumbers a revision, but does not make it younger.
   */
  private boolean wasLeft(Revision revision) {
    Optional<Instant> present = firstSeen(state.template());
    Optional<Instant> other = firstSeen(revision.template());
    return present.isPresent() && other.isPresent() && other.get().isAfter(present.get());
  }

  private Optional<Instant> firstSeen(Template template) {
    return state.revisions().stream()
        .filter(r -> r.template().sameVersionAs(template))
        .map(Revision::createdAt)
        .min(Comparator.naturalOrder());
  }

  /** By the image that names the version; a sidecar's tag is not what people mean. */
  private static boolean runs(Revision revision, String version) {
    return revision.template().main().map(c -> c.image().isVersion(version)).orElse(false);
  }

  /** The revisions that do not have the present template, newest first. */
  private List<Revision> others() {
    return state.revisions().stream()
        .filter(r -> !r.template().fingerprint().equals(state.template().fingerprint()))
        .toList();
  }

  private String listed() {
    return state.revisions().isEmpty()
        ? "none"
        : state.revisions().stream()
            .map(r -> r.number() + " (" + r.version() + ")")
            .collect(Collectors.joining(", "));
  }

  private Problem noHistory() {
    String why =
        state.keepsNoHistory()
            ? "It keeps no old revisions: its revisionHistoryLimit is 0."
            : "There is no earlier revision: "
                + state.template().version()
                + " is the first, or the others were cleaned up.";
    return Problem.unchanged(
        ErrorCode.NO_HISTORY,
        "Cannot roll back " + state.ref() + ".",
        why,
        "Redeploy the wanted version, or switch the feature off with its flag.");
  }

  private Problem noTarget(List<Revision> others, List<String> passedOver) {
    String why =
        passedOver.isEmpty()
            ? "Its other revisions run the same images ("
                + state.template().version()
                + "): "
                + others.stream().map(r -> "" + r.number()).collect(Collectors.joining(", "))
                + "."
            : "No version is left to go to: " + String.join(", ", passedOver) + ".";
    return Problem.unchanged(
        ErrorCode.NO_TARGET,
        "Found nothing to roll " + state.ref() + " back to.",
        why,
        "Name a revision with --to-revision; `stario history "
            + state.ref().name()
            + "` lists them.");
  }
}
