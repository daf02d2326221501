package uz.stario.rollback.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import uz.stario.rollback.run.RunId;

/**
 * One event of a run as it is stored, with its place in the chain of checksums.
 *
 * @param seq counts from 1 in each run
 * @param at when, ISO-8601
 * @param type the stable name of the event's kind
 * @param by the account that wrote it, as the store knows it; empty where it does not
 * @param body the event as text
 * @param previous the hash of the event before; that of {@link Head#NONE} for the first
 * @param hash SHA-256 over all of the above, hexadecimal
 */
public record Entry(
    RunId run,
    long seq,
    String at,
    String type,
    String by,
    String body,
    String previous,
    String hash) {

  /** The entry that follows a head. */
  public static Entry after(Head head, RunId run, String at, String type, String by, String body) {
    long seq = head.events() + 1;
    return new Entry(
        run, seq, at, type, by, body, head.hash(), sum(head.hash(), run, seq, at, type, by, body));
  }

  /** Where the run's record ends with this entry. */
  public Head head() {
    return new Head(seq, hash);
  }

  /** Whether the hash is that of the content. */
  boolean matches() {
    return matchesAt(seq);
  }

  /** Whether the hash is that of the content, had it the place {@code number}. */
  boolean matchesAt(long number) {
    return hash.equals(sum(previous, run, number, at, type, by, body));
  }

  /** Whether the hash is that of what {@code other} holds, at this entry's place. */
  boolean matchesContentOf(Entry other) {
    return hash.equals(sum(previous, run, seq, other.at, other.type, other.by, other.body));
  }

  // Each field goes in with its length: no two different entries are the same bytes.
  private static String sum(
      String previous, RunId run, long seq, String at, String type, String by, String body) {
    MessageDigest digest = sha256();
    for (String field : new String[] {previous, run.value(), "" + seq, at, type, by, body}) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
