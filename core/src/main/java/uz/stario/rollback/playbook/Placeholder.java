package uz.stario.rollback.playbook;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a message template can name as <code>${…}</code>, with what stands there while it is not
 * known: software must not guess what only people can say.
 */
public enum Placeholder {
  SERVICES("services", "the services, in the order of the plan", "none"),
  VERSIONS("versions", "from which version to which", "unknown"),
  FROM("from", "the version left", "unknown"),
  TO("to", "the version gone to", "unknown"),
  ENVIRONMENT("environment", "the environment's name", "unknown"),
  REASON("reason", "what `--reason` says", "not stated"),
  WHO("who", "who asked for the run", "unknown"),
  STARTED("started", "when the run began", "unknown"),
  ETA("eta", "when it should be done, by what past runs of the same services took", "unknown"),
  IMPACT(
      "impact",
      "what `--impact` says, or else which workloads do not serve as they should, or what was"
          + " measured during the incident",
      "not stated"),
  WATCH("watch", "the command that shows the run while it goes on", "unknown"),
  NEXT("next", "the commands to type next", "nothing"),
  RUN("run", "the run's name", "unknown"),
  PLAN("plan", "the beginning of the plan's digest", "unknown"),
  ENDED("ended", "when the run ended", "not yet"),
  TOOK("took", "how long it took", "not yet known"),
  STATE(
      "state",
      "how things stand; \"All systems operational\" only if every check passed",
      "unknown"),
  CHECKS("checks", "how many checks passed, and what the others said", "none was made"),
  CHANGED("changed", "what was changed", "nothing"),
  UNCHANGED("unchanged", "what was to be changed and was not, and why", "nothing"),
  POST_MORTEM("postMortem", "what `--post-mortem` says", "to be set"),
  FIX("fix", "what `--fix` says", "to be set"),
  ERROR_RATE("errorRate", "the share of failed requests now", "not measured"),
  ERROR_RATE_BEFORE(
      "errorRateBefore", "the share of failed requests during the incident", "not measured"),
  P95("p95", "the P95 latency now", "not measured"),
  P95_BEFORE("p95Before", "the P95 latency during the incident", "not measured");

  /** What looks like a placeholder, a misspelt one too. */
  private static final Pattern WRITTEN = Pattern.compile("\\$\\{([^{}$]*)\\}");

  private final String key;
  private final String meaning;
  private final String open;

  Placeholder(String key, String meaning, String open) {
    this.key = key;
    this.meaning = meaning;
    this.open = open;
  }

  /** As it stands between the braces. */
  public String key() {
    return key;
  }

  /** What it stands for, for the guide. */
  public String meaning() {
    return meaning;
  }

  /** What stands in its place while it is not known. */
  public String open() {
    return open;
  }

  /** Whether it is a number that may never be had; a line of such alone is left out without. */
  public boolean measured() {
    return switch (this) {
      case ERROR_RATE, ERROR_RATE_BEFORE, P95, P95_BEFORE -> true;
      case SERVICES, VERSIONS, FROM, TO, ENVIRONMENT, REASON, WHO, STARTED, ETA, IMPACT -> false;
      case WATCH, NEXT, RUN, PLAN, ENDED, TOOK, STATE, CHECKS, CHANGED, UNCHANGED -> false;
      case POST_MORTEM, FIX -> false;
    };
  }

  public static Optional<Placeholder> named(String key) {
    return Stream.of(values()).filter(p -> p.key.equals(key)).findFirst();
  }

  /** What stands between the braces in a text, known or not, in order. */
  public static List<String> writtenIn(String text) {
    return WRITTEN.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The known ones of a text, in order. */
  public static List<Placeholder> in(String text) {
    return writtenIn(text).stream().flatMap(key -> named(key).stream()).toList();
  }

  /** Puts something in the place of each known one. */
  public static String replaced(String text, Function<Placeholder, String> value) {
    return WRITTEN
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(named(found.group(1)).map(value).orElseGet(found::group)));
  }
}
