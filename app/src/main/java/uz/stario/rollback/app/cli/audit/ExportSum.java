package uz.stario.rollback.app.cli.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import uz.stario.rollback.audit.Entry;

/** The checksum of a whole export: SHA-256 over the hashes of its entries, a line each. */
final class ExportSum {

  private ExportSum() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static void add(MessageDigest sum, Entry entry) {
    sum.update((entry.hash() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
