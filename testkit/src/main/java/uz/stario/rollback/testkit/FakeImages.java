package uz.stario.rollback.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Image;

/** Images of a test: those that it pushes. Thread-safe. */
public final class FakeImages implements Images {

  private final Map<String, SortedMap<String, String>> known = new HashMap<>();

  /** Puts an image in the place of what the reference led to. */
  public synchronized FakeImages push(Image image, Map<String, String> labels) {
    known.put(image.reference(), new TreeMap<>(labels));
    return this;
  }

  @Override
  public synchronized Answer<SortedMap<String, String>> labels(Image image) {
    // As with a registry, a digest tells more than the tag beside it.
    String key =
        image.digest().isEmpty() ? image.reference() : image.repository() + "@" + image.digest();
    SortedMap<String, String> labels = known.get(key);
    return labels == null
        ? Answer.refused(
            Problem.unchanged(
                ErrorCode.IMAGE_UNREADABLE,
                "Cannot read the labels of image " + image.reference() + ".",
                "Its registry: it has no such image.",
                "See whether it was deleted."))
        : Answer.given(new TreeMap<>(labels));
  }
}
