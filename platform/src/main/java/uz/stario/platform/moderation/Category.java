package uz.stario.platform.moderation;

import java.util.Locale;

/** What a text may be held back for. */
enum Category {
  VIOLENCE,
  DRUGS,
  GAMBLING,
  FRAUD,
  EXTREMISM;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Category of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
