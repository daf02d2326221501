package uz.stario.rollback.adapters.kubernetes;

import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;

/** Builds the connection to a cluster: addresses, TLS, credentials, time limits. */
final class Transport {

  /** Long enough for a slow link, short enough for a person who waits. */
  static final Duration CONNECT = Duration.ofSeconds(10);

  /** A dead HTTP/2 connection is noticed after two of these. */
  private static final Duration PING = Duration.ofSeconds(15);

  private Transport() {}

  /** Connects nothing yet; refused where what the kubeconfig says can't be used. */
  static Answer<Api> open(
      ClusterAccess access, Duration read, Map<String, String> environment, Redactor redactor) {
    try {
      Credentials credentials = Credentials.of(access, redactor);
      String server = access.server();
      ClientBuilder builder =
          new ClientBuilder()
              .setBasePath(server.contains("://") ? server : "https://" + server)
              .setVerifyingSsl(
                  !Boolean.TRUE.equals(access.cluster().get("insecure-skip-tls-verify")))
              .setPingInterval(PING);
      access.clusterField("tls-server-name").ifPresent(builder::setTlsServerName);
      Credentials.content(
              access.clusterField("certificate-authority-data"),
              access.clusterField("certificate-authority"),
              "certificate-authority")
          .ifPresent(builder::setCertificateAuthority);
      builder.setAuthentication(client -> client.setKeyManagers(credentials.keyManagers()));
      LeanApiClient client = new LeanApiClient();
      builder.setApiClient(client).build();
      OkHttpClient secured = client.secured().getHttpClient();
      OkHttpClient.Builder http =
          secured
              .newBuilder()
              .sslSocketFactory(
                  new FirstHandshake(secured.sslSocketFactory()),
                  Objects.requireNonNull(secured.x509TrustManager()))
              .connectTimeout(CONNECT)
              .readTimeout(read)
              .writeTimeout(read)
              .followRedirects(false)
              .connectionSpecs(
                  List.of(CHEAP_TLS, ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
              .addInterceptor(chain -> signed(chain, credentials))
              .authenticator((route, response) -> renewed(credentials, response));
      access
          .clusterField("proxy-url")
          .or(() -> Proxies.named(environment, server))
          .ifPresent(proxy -> Proxies.use(proxy, http, redactor));
      return Answer.given(new Api(http.build(), client.getBasePath()));
    } catch (Credentials.Unusable e) {
      return Answer.refused(unusable(access, e.getMessage() + "."));
    } catch (RuntimeException e) {
      // What client-java makes of a malformed certificate or address; no secret is among them.
      return Answer.refused(
          unusable(
              access,
              "Its certificate authority, address or proxy is malformed: " + e.getMessage()));
    }
  }

  /**
   * The program runs with the first compiler alone, to start fast, and so without the processor's
   * instructions for AES: ChaCha20 then costs a fraction. What a server does not have it passes
   * over.
   */
  private static final ConnectionSpec CHEAP_TLS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .cipherSuites(
              CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
              CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
              CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
              CipherSuite.TLS_AES_128_GCM_SHA256,
              CipherSuite.TLS_AES_256_GCM_SHA384,
              CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
              CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
              CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
              CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)
          .build();

  private static Response signed(Interceptor.Chain chain, Credentials credentials)
      throws IOException {
    return chain.proceed(credentials.sign(chain.request()));
  }

  private static @Nullable Request renewed(Credentials credentials, Response response)
      throws IOException {
    String refused = Optional.ofNullable(response.request().header("Authorization")).orElse("");
    return response.priorResponse() == null && credentials.renewed(refused)
        ? credentials.sign(response.request())
        : null;
  }

  private static Problem unusable(ClusterAccess access, String why) {
    return Problem.unchanged(
        ErrorCode.KUBECONFIG_INVALID,
        "Cannot speak with the cluster of context " + access.context() + ".",
        why,
        "Try `kubectl --context "
            + access.context()
            + " get namespaces`, which uses the same file.");
  }
}
