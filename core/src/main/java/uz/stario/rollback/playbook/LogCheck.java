package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What the logs of a workload's pods must and must not say since the rollout finished; errors that
 * they did not say before count against the release.
 *
 * <p>The patterns are regular expressions that are searched for in a line.
 *
 * @param mustAppear each of them in a line at least: {@code Model loaded}
 * @param mustNotAppear none of them in any line
 * @param noise lines with one of them say nothing, before and after
 * @param before how far back from the onset of the trouble errors are known
 * @param show how many of the last lines are shown whatever they say
 */
public record LogCheck(
    String name,
    WorkloadRef workload,
    List<String> mustAppear,
    List<String> mustNotAppear,
    List<String> noise,
    Duration before,
    int show,
    Duration limit)
    implements Check {

  /** The hour that people would look back. */
  public static final Duration HOUR_BEFORE = Duration.ofHours(1);

  public LogCheck {
    mustAppear = List.copyOf(mustAppear);
    mustNotAppear = List.copyOf(mustNotAppear);
    noise = List.copyOf(noise);
  }

  @Override
  public LogCheck in(Environment environment) {
    return this;
  }
}
