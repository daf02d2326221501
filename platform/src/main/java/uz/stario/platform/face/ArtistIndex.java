package uz.stario.platform.face;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The artists with what a model says of their portraits, for asking who is most alike.
 *
 * <p>Unchanging, safe for threads. Every artist is compared with: there are hundreds and not
 * millions.
 */
public final class ArtistIndex {

  private final FaceModel model;
  private final List<Entry> entries;

  // The array never leaves this class.
  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(Artist artist, float[] descriptor) {}

  /**
   * An artist who is like a picture.
   *
   * @param score the cosine between the descriptors, from 0 (nothing alike) to 1 (the same)
   */
  public record Match(Artist artist, double score) {}

  private ArtistIndex(FaceModel model, List<Entry> entries) {
    this.model = model;
    this.entries = entries;
  }

  /** Describes each artist's portrait; some milliseconds for each. */
  public static ArtistIndex of(FaceModel model, List<Artist> artists) {
    List<Entry> entries = new ArrayList<>();
    for (Artist artist : artists) {
      entries.add(new Entry(artist, model.describe(Portrait.of(artist.id()))));
    }
    return new ArtistIndex(model, List.copyOf(entries));
  }

  /** How many artists there are to be found. */
  public int size() {
    return entries.size();
  }

  /** What describes the pictures. */
  public FaceModel model() {
    return model;
  }

  /** The artists most like a picture, the most alike first; of equals, by id. */
  public List<Match> mostSimilar(BufferedImage image, int count) {
    float[] wanted = model.describe(image);
    return entries.stream()
        .map(entry -> new Match(entry.artist(), cosine(wanted, entry.descriptor())))
        .sorted(
            Comparator.comparingDouble(Match::score)
                .reversed()
                .thenComparing(match -> match.artist().id()))
        .limit(count)
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    return lengthA == 0 || lengthB == 0 ? 0 : Math.clamp(dot / Math.sqrt(lengthA * lengthB), 0, 1);
  }
}
