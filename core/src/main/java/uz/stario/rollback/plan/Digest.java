package uz.stario.rollback.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of a plan: SHA-256 over what a run will do and assume. The time of making, the
 * findings and the words for people are left out, so that the same plan made twice has one digest.
 */
final class Digest {

  private Digest() {}

  static String of(String environment, String target, List<Step> steps) {
    StringBuilder text = new StringBuilder("stario-plan 1\n");
    line(text, environment, target);
    for (Step step : steps) {
      // Records write their components in declaration order, so this names everything in a step.
      line(text, step.toString());
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void line(StringBuilder text, String... parts) {
    for (String part : parts) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
  }
}
