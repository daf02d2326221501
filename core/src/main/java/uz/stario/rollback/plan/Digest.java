package uz.stario.rollback.plan;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digest of a plan: SHA-256 over what a run will do and assume. The time of making, the
 * findings and the words for people are left out, so that the same plan made twice has one digest.
 */
final class Digest {

  private Digest() {}

  static String of(String environment, String target, List<Step> steps) {
    StringBuilder text = new StringBuilder("stario-plan 1\n");
    line(text, environment, target);
    steps.forEach(step -> value(text, step));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Every component of every record, so that a new one can't be forgotten. */
  private static void value(StringBuilder text, Object value) {
    switch (value) {
      case Record record -> {
        RecordComponent[] components = record.getClass().getRecordComponents();
        line(text, record.getClass().getSimpleName(), "" + components.length);
        for (RecordComponent component : components) {
          value(text, read(component, record));
        }
      }
      case Collection<?> collection -> {
        line(text, "" + collection.size());
        collection.forEach(one -> value(text, one));
      }
      case Optional<?> optional -> {
        line(text, optional.isPresent() ? "1" : "0");
        optional.ifPresent(one -> value(text, one));
      }
      default -> line(text, value.toString());
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /** With their lengths, so that no two plans make one text. */
  private static void line(StringBuilder text, String... parts) {
    for (String part : parts) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
  }
}
