package uz.stario.rollback.sandbox.store;

import java.util.Random;
import java.util.UUID;

/** Uids and the ends of generated names, drawn from a seed. Guarded by the lock of the store. */
final class Names {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private final Random random;

  Names(long seed) {
    random = new Random(seed);
  }

  /** A random uid of version 4 (RFC 9562). */
  String uid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low).toString();
  }

  /** What follows {@code generateName}: letters and digits that spell no word. */
  String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return suffix.toString();
  }
}
