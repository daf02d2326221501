package uz.stario.rollback.playbook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import uz.stario.rollback.redact.Redactor;

/** Says what is wrong with an HTTP address, without repeating it. */
final class Addresses {

  private static final int LAST_PORT = 65_535;

  private static final Redactor REDACTOR = new Redactor();

  private Addresses() {}

  /** Whether a value is an address where none belongs, a secret perhaps. */
  static boolean looksLikeOne(String text) {
    return text.strip().regionMatches(true, 0, "http://", 0, 7)
        || text.strip().regionMatches(true, 0, "https://", 0, 8);
  }

  static Optional<String> fault(String address) {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      return Optional.of("must begin with http:// or https://");
    }
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException _) {
      // Its message repeats the address.
      return Optional.of("is not a valid address");
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      return Optional.of("must not hold a user or password: secrets are never in a playbook");
    }
    if (!REDACTOR.text(address).equals(address)) {
      return Optional.of("must not hold a token or key: secrets are never in a playbook");
    }
    if (uri.getHost() == null || uri.getPort() > LAST_PORT) {
      return Optional.of("needs a valid host name and port");
    }
    return Optional.empty();
  }

  /** The address of an environment, to which checks add a path. */
  static Optional<String> baseFault(String address) {
    if (address.contains("?") || address.contains("#")) {
      return Optional.of("must not hold ? or #: the checks add their path to it");
    }
    return fault(address);
  }
}
