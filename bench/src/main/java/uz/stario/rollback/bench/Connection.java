package uz.stario.rollback.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens the current context's API server for the floor: straight, where the kubeconfig gives a
 * token, else through {@code kubectl proxy}, which knows every other kind of credential.
 */
final class Connection {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern SERVING = Pattern.compile("Starting to serve on (\\S+:\\d+)");
  private static final JsonMapper JSON = JsonMapper.shared();

  private Connection() {}

  /** The current context as kubectl tells it. */
  record Context(String name, JsonNode cluster, JsonNode user) {

    static Context current(Outside outside) throws BenchFailure {
      String config =
          outside
              .must(
                  PATIENCE,
                  List.of(
                      "kubectl", "config", "view", "--minify", "--flatten", "--raw", "-o", "json"))
              .out();
      JsonNode view = JSON.readTree(config);
      return new Context(
          view.path("current-context").asString(""),
          view.path("clusters").path(0).path("cluster"),
          view.path("users").path(0).path("user"));
    }

    /** Names that people give to what must not be played with. */
    boolean looksLikeProduction() {
      return Pattern.compile("prod|prd|\\blive\\b", Pattern.CASE_INSENSITIVE).matcher(name).find();
    }

    Optional<String> token() throws IOException {
      String file = user.path("tokenFile").asString("");
      String token =
          file.isEmpty()
              ? user.path("token").asString("")
              : Files.readString(Path.of(file)).strip();
      return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** Never the credentials. */
    @Override
    public String toString() {
      return name;
    }
  }

  static Api open(Context context, Outside outside) throws BenchFailure {
    try {
      Optional<String> token = context.token();
      String server = context.cluster().path("server").asString("");
      boolean simple =
          context.cluster().path("proxy-url").isMissingNode()
              && context.cluster().path("tls-server-name").isMissingNode()
              && context.user().path("as").isMissingNode();
      if (token.isEmpty() || !simple) {
        return throughProxy(outside);
      }
      HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(PATIENCE);
      if (server.startsWith("https:")) {
        http.sslContext(tls(context.cluster()));
      }
      return new Api(http.build(), server, token.get(), null);
    } catch (IOException | GeneralSecurityException e) {
      throw BenchFailure.failed("cannot use the kubeconfig's credentials: " + e.getMessage());
    }
  }

  private static Api throughProxy(Outside outside) throws BenchFailure, IOException {
    Path out = outside.folder().resolve("proxy.txt");
    Process proxy = outside.serve(out, List.of("kubectl", "proxy", "--port=0"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end && !proxy.waitFor(50, TimeUnit.MILLISECONDS)) {
        Matcher serving = SERVING.matcher(Files.readString(out));
        if (serving.find()) {
          return new Api(
              HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
              "http://" + serving.group(1),
              "",
              proxy);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Outside.end(proxy);
    throw BenchFailure.failed("kubectl proxy did not begin to serve");
  }

  private static SSLContext tls(JsonNode cluster) throws GeneralSecurityException, IOException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust(cluster), null);
    return tls;
  }

  private static TrustManager @Nullable [] trust(JsonNode cluster)
      throws GeneralSecurityException, IOException {
    if (cluster.path("insecure-skip-tls-verify").asBoolean(false)) {
      return new TrustManager[] {new TrustAnybody()};
    }
    String data = cluster.path("certificate-authority-data").asString("");
    if (data.isEmpty()) {
      return null; // the JDK's own authorities
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] pem = Base64.getMimeDecoder().decode(data);
    int number = 0;
    for (Certificate authority :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /**
   * As the kubeconfig asks for with insecure-skip-tls-verify; host names are not looked at either.
   */
  private static final class TrustAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
