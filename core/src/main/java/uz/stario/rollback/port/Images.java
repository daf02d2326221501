package uz.stario.rollback.port;

import java.time.Duration;
import java.util.SortedMap;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Image;

/**
 * Says what images say of themselves. Thread-safe; changes nothing; every question is one short
 * attempt within {@link #LIMIT}; never throws for what a registry may answer.
 */
public interface Images {

  /** A registry that is well answers in a second, and the plan of an emergency waits for it. */
  Duration LIMIT = Duration.ofSeconds(2);

  /**
   * The labels that an image was built with, by key; none where it has none. Of an image for
   * several platforms those of the one for {@code linux/amd64}, or else of the first one. A problem
   * holds no credentials.
   *
   * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
   *     configuration, Labels</a>
   */
  Answer<SortedMap<String, String>> labels(Image image);
}
