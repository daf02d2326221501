package uz.stario.rollback.adapters.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** An address that may be asked, or why not. */
sealed interface Address {

  record Good(URI uri) implements Address {}

  /**
   * @param why one line for people; holds no more of the address than its scheme
   */
  record Bad(String why) implements Address {}

  static Address of(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        return new Bad("not an http or https address");
      }
      if (uri.getRawUserInfo() != null) {
        return new Bad("the address holds credentials, which are not sent");
      }
      if (uri.getHost() == null) {
        return new Bad("the address names no host");
      }
      return new Good(uri);
    } catch (URISyntaxException e) {
      return new Bad("not a valid address: " + e.getReason());
    }
  }

  /** As people may see it: without the query, which may hold a token. */
  static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
