package uz.stario.rollback.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.logs.Signatures.Met;
import uz.stario.rollback.playbook.LogCheck;

/** Judges what logs say since a rollout against what they said before. Pure. */
public final class LogVerdict {

  /** Of errors of one kind, the most frequent. */
  private static final int SHOWN = 5;

  private static final int LONGEST_SHOWN = 160;

  private LogVerdict() {}

  /**
   * @param before the time before the trouble began; empty where its lines are not to be had
   * @param after since the rollout finished
   */
  public static Checked of(LogCheck check, Optional<LogReview> before, LogReview after) {
    Map<String, Met> known = before.map(review -> review.errors().met()).orElse(Map.of());
    List<Map.Entry<String, Met>> fresh =
        after.errors().met().entrySet().stream()
            .filter(error -> !known.containsKey(error.getKey()))
            .sorted(Comparator.comparingLong(error -> -error.getValue().times()))
            .toList();
    List<String> seen = seen(before, after, known, fresh);

    Optional<String> fault = fault(check, before, after, fresh);
    if (fault.isPresent()) {
      return Checked.failed(fault.get(), seen);
    }
    return doubt(before, after, fresh)
        .map(why -> Checked.unknown(why, seen))
        .orElseGet(() ->
            Checked.passed(
                "no new kind of error in "
                    + counted(after.lines(), "line")
                    + (after.errorLines() == 0
                        ? ""
                        : ", " + after.errorLines() + " as they were before"),
                seen));
  }

  private static Optional<String> fault(
      LogCheck check,
      Optional<LogReview> before,
      LogReview after,
      List<Map.Entry<String, Met>> fresh) {
    if (!after.forbidden().isEmpty()) {
      var first = after.forbidden().entrySet().iterator().next();
      return Optional.of("the log says '" + cut(first.getValue()) + "'");
    }
    if (!fresh.isEmpty() && before.filter(LogVerdict::isWhole).isPresent()) {
      Met most = fresh.getFirst().getValue();
      return Optional.of(
          counted(fresh.size(), "new kind")
              + " of error, most often ("
              + most.times()
              + " times) '"
              + cut(most.example())
              + "'");
    }
    if (after.lines() == 0 || after.missing().isPresent()) {
      return Optional.empty();
    }
    return check.mustAppear().stream()
        .filter(wanted -> !after.appeared().contains(wanted) && !after.tooSlow().contains(wanted))
        .findFirst()
        .map(wanted ->
            "the log does not say '" + wanted + "' in its " + counted(after.lines(), "line"));
  }

  /** Whether an error that is not in it was certainly not met. */
  private static boolean isWhole(LogReview before) {
    return before.errors().beyond() == 0
        && before.missing().isEmpty()
        && before.tooSlow().isEmpty();
  }

  private static Optional<String> doubt(
      Optional<LogReview> before, LogReview after, List<Map.Entry<String, Met>> fresh) {
    if (after.lines() == 0) {
      return Optional.of(after.missing().orElse("the log says nothing since the rollout finished"));
    }
    if (!after.tooSlow().isEmpty()) {
      return Optional.of(
          "the pattern '" + after.tooSlow().iterator().next() + "' takes too long on these lines");
    }
    if (after.missing().isPresent()) {
      return Optional.of("not all lines could be read: " + after.missing().get());
    }
    if (!fresh.isEmpty()) {
      String errors = counted(after.errorLines(), "error");
      return Optional.of(
          errors
              + before
                  .map(_ -> ", and not all of what was said before is known")
                  .orElse(", and nothing from before to compare with"));
    }
    return after.errors().beyond() == 0
        ? Optional.empty()
        : Optional.of(
            "more than "
                + after.errors().met().size()
                + " kinds of error; "
                + after.errors().beyond()
                + " lines could not be compared");
  }

  private static List<String> seen(
      Optional<LogReview> before,
      LogReview after,
      Map<String, Met> known,
      List<Map.Entry<String, Met>> fresh) {
    List<String> seen = new ArrayList<>();
    seen.add(
        counted(after.lines(), "line")
            + ", "
            + counted(after.errorLines(), "error")
            + before
                .map(review ->
                    "; before: "
                        + counted(review.lines(), "line")
                        + ", "
                        + counted(review.errorLines(), "error"))
                .orElse(""));
    after.appeared().forEach(pattern -> seen.add("says '" + pattern + "'"));
    after.forbidden().values().stream().limit(SHOWN).forEach(line -> seen.add(cut(line)));
    fresh.stream()
        .limit(SHOWN)
        .forEach(error ->
            seen.add(
                "new, " + error.getValue().times() + " ×: " + cut(error.getValue().example())));
    after.errors().met().entrySet().stream()
        .filter(error -> known.containsKey(error.getKey()))
        .sorted(Comparator.comparingLong(error -> -error.getValue().times()))
        .limit(SHOWN)
        .forEach(error -> {
          long earlier = known.getOrDefault(error.getKey(), error.getValue()).times();
          seen.add(
              "known, "
                  + error.getValue().times()
                  + " × (before: "
                  + earlier
                  + "): "
                  + cut(error.getValue().example()));
        });
    return seen;
  }

  private static String cut(String line) {
    String bare = line.strip();
    return bare.length() > LONGEST_SHOWN ? bare.substring(0, LONGEST_SHOWN) + "…" : bare;
  }

  private static String counted(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
