package uz.stario.platform.poster;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The two fonts that everything is written in: DejaVu Sans Condensed, which the jar carries, and
 * which has Latin and Cyrillic with the letters of Uzbek.
 *
 * <p>Needs no font of the machine and no fontconfig: a container has neither, and the JDK then
 * refuses to draw any letter unless a configuration of its own names the fonts. Needs a folder for
 * temporary files. Safe for threads.
 */
public final class Typefaces {

  /**
   * Where the JDK looks for a configuration before it asks fontconfig: sun.awt.FontConfiguration.
   */
  private static final String CONFIGURATION = "sun.awt.fontconfig";

  private Typefaces() {}

  private static final class Loaded {
    static final Font REGULAR;
    static final Font BOLD;

    static {
      Optional<Path> configuration = withoutFontconfig();
      REGULAR = load("DejaVuSansCondensed.ttf");
      BOLD = load("DejaVuSansCondensed-Bold.ttf");
      // Has it read, once and for all: a process that is killed would leave the file behind.
      boolean _ = REGULAR.canDisplay('a');
      configuration.ifPresent(Typefaces::delete);
    }
  }

  /** For running text; the size in pixels. */
  public static Font regular(float size) {
    return Loaded.REGULAR.deriveFont(size);
  }

  /** For names and headings; the size in pixels. */
  public static Font bold(float size) {
    return Loaded.BOLD.deriveFont(size);
  }

  /** The text without what the fonts have no glyph for, such as most emoji and Chinese. */
  public static String showable(String text) {
    var shown = new StringBuilder();
    text.codePoints().filter(Loaded.REGULAR::canDisplay).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> withoutFontconfig() {
    System.setProperty("java.awt.headless", "true");
    if (System.getProperty(CONFIGURATION) != null) {
      return Optional.empty();
    }
    try {
      Path file = Files.createTempFile("stario-fonts", ".properties");
      Files.writeString(file, "version=1\nsequence.allfonts=latin\n");
      System.setProperty(CONFIGURATION, file.toString());
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Fonts need a folder for temporary files", e);
    }
  }

  private static Font load(String name) {
    try (InputStream in = Typefaces.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FontFormatException e) {
      throw new IllegalStateException(name + " is no font", e);
    }
  }
}
