package uz.stario.rollback.release;

/**
 * A container image reference, taken apart: {@code host:port/repo:tag@digest}.
 *
 * @see <a href="https://github.com/distribution/reference">the distribution project's grammar</a>
 */
public record Image(String reference) {

  /** The repository, without tag and digest. */
  public String repository() {
    String name = withoutDigest();
    int colon = tagColon(name);
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** The tag; empty where there is none. */
  public String tag() {
    String name = withoutDigest();
    int colon = tagColon(name);
    return colon < 0 ? "" : name.substring(colon + 1);
  }

  /** The digest as {@code sha256:…}; empty where there is none. */
  public String digest() {
    int at = reference.indexOf('@');
    return at < 0 ? "" : reference.substring(at + 1);
  }

  /** What people call the version: the tag, else the start of the digest, else {@code latest}. */
  public String version() {
    if (!tag().isEmpty()) {
      return tag();
    }
    String digest = digest();
    return digest.isEmpty() ? "latest" : digest.substring(0, Math.min(digest.length(), 19));
  }

  /**
   * Whether a person's {@code --to-version} names this image: its tag, digest or a prefix of it.
   */
  public boolean isVersion(String wanted) {
    if (wanted.isEmpty()) {
      return false;
    }
    if (wanted.equals(tag()) || wanted.equals(version()) || wanted.equals(reference)) {
      return true;
    }
    String digest = digest();
    String bare = wanted.contains(":") ? wanted : "sha256:" + wanted;
    return bare.length() >= "sha256:".length() + 7 && digest.startsWith(bare);
  }

  /**
   * Whether both name the same image: by digest where both have one, else by repository and tag.
   */
  public boolean isSameAs(Image other) {
    if (digest().isEmpty() || other.digest().isEmpty()) {
      return withoutDigest().equals(other.withoutDigest());
    }
    return digest().equals(other.digest()) && repository().equals(other.repository());
  }

  /** Whether another reference to it adds nothing: the same, or the same without the digest. */
  boolean saysAtLeast(String other) {
    return reference.equals(other) || withoutDigest().equals(other);
  }

  private String withoutDigest() {
    int at = reference.indexOf('@');
    return at < 0 ? reference : reference.substring(0, at);
  }

  private static int tagColon(String name) {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? colon : -1;
  }
}
