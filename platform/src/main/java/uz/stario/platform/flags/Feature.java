package uz.stario.platform.flags;

import java.util.Locale;

/** What can be switched off for users while the rest goes on. */
public enum Feature {
  VOICE_QUIZ,
  VIDEO_GEN,
  POSTER_GEN;

  /** As in {@code GET /flags} and in Redis. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String variable() {
    return "FEATURE_" + name() + "_ENABLED";
  }
}
