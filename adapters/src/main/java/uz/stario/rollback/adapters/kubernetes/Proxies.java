package uz.stario.rollback.adapters.kubernetes;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import uz.stario.rollback.redact.Redactor;

/**
 * The proxy between here and an API server: the kubeconfig's {@code proxy-url}, or the one that the
 * environment names, by the rules that kubectl has them from.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">golang.org/x/net/http/httpproxy
 *     </a>
 */
final class Proxies {

  private static final int HTTP_PORT = 8080;
  private static final int SOCKS_PORT = 1080;

  private Proxies() {}

  /**
   * Which proxy the environment names for a server; empty where it is to be spoken with directly.
   *
   * @param environment {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}, in capitals first
   */
  static Optional<String> named(Map<String, String> environment, String server) {
    URI to = URI.create(server.contains("://") ? server : "https://" + server);
    String host = Optional.ofNullable(to.getHost()).orElse("");
    boolean tls = !"http".equalsIgnoreCase(to.getScheme());
    int port = to.getPort() > 0 ? to.getPort() : tls ? 443 : 80;
    String proxy = either(environment, tls ? "HTTPS_PROXY" : "HTTP_PROXY");
    String direct = either(environment, "NO_PROXY");
    if (proxy.isEmpty() || isLoopback(host) || isListed(direct, host, port)) {
      return Optional.empty();
    }
    return Optional.of(proxy.contains("://") ? proxy : "http://" + proxy);
  }

  /**
   * Lets a client use it.
   *
   * @throws IllegalArgumentException where it can't be used; its message has no secret
   */
  static void use(String url, OkHttpClient.Builder http, Redactor redactor) {
    URI uri = uri(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean socks = scheme.startsWith("socks5");
    if (uri.getHost() == null || !(socks || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "the proxy has to be http://HOST:PORT or socks5://HOST:PORT, and is of another kind");
    }
    int port = uri.getPort() > 0 ? uri.getPort() : socks ? SOCKS_PORT : HTTP_PORT;
    http.proxy(
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(uri.getHost(), port)));
    Optional.ofNullable(uri.getUserInfo())
        .ifPresent(who -> http.proxyAuthenticator(signing(who, redactor)));
  }

  private static URI uri(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("the address of the proxy is malformed");
    }
  }

  private static Authenticator signing(String who, Redactor redactor) {
    String user = who.split(":", 2)[0];
    String password = who.contains(":") ? who.split(":", 2)[1] : "";
    redactor.learn(password);
    String header = Credentials.basic(user, password);
    return (_, response) ->
        response.request().header("Proxy-Authorization") == null
            ? response.request().newBuilder().header("Proxy-Authorization", header).build()
            : null;
  }

  private static String either(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(key -> environment.getOrDefault(key, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static boolean isListed(String list, String host, int port) {
    return Stream.of(list.split(","))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> covers(entry, host.toLowerCase(Locale.ROOT), port));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return inRange(entry, host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    if (colon > 0 && entry.indexOf(':') == colon) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (address(name).isPresent()) {
      return address(name).equals(address(host));
    }
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean inRange(String range, String host) {
    String[] parts = range.split("/", 2);
    Optional<InetAddress> network = address(parts[0]);
    Optional<InetAddress> found = address(host);
    if (network.isEmpty() || found.isEmpty() || !parts[1].matches("\\d{1,3}")) {
      return false;
    }
    byte[] wanted = network.get().getAddress();
    byte[] given = found.get().getAddress();
    int bits = Integer.parseInt(parts[1]);
    if (wanted.length != given.length || bits > wanted.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((wanted[bit / 8] & mask) != (given[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Of what is written as an address; names are not looked up. */
  private static Optional<InetAddress> address(String text) {
    String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    if (!bare.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
