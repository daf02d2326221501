package uz.stario.platform.poster;

import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * The colours of an artist: the same for the same id, on every machine.
 *
 * @param dark the ground at the top
 * @param deep the ground at the bottom
 * @param accent what stands out
 */
public record Palette(Color dark, Color deep, Color accent) {

  /** Of an artist's id. */
  public static Palette of(String artistId) {
    SplittableRandom random = random(artistId);
    float hue = random.nextInt(360) / 360f;
    return new Palette(
        Color.getHSBColor(hue, 0.75f, 0.22f),
        Color.getHSBColor(hue + 0.09f, 0.70f, 0.48f),
        Color.getHSBColor(hue + 0.45f, 0.55f, 0.98f));
  }

  /** Chance that begins with an id, and so draws the same picture each time. */
  public static SplittableRandom random(String id) {
    var crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(crc.getValue());
  }
}
