package uz.stario.rollback.adapters.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Where a Prometheus, or what speaks like one (Thanos, Mimir, VictoriaMetrics), is asked.
 *
 * @param base its address without {@code /api/v1}, such as {@code https://prometheus.stario.uz}
 * @param token sent as a bearer token; never shown
 * @param trust the authorities to trust over TLS; those of the machine where empty
 * @param limit for one query
 */
public record PrometheusServer(
    URI base, Optional<String> token, Optional<SSLContext> trust, Duration limit) {

  /**
   * @param ca certificates in PEM, instead of the machine's own authorities
   */
  public static Answer<PrometheusServer> of(
      String address, Optional<String> token, Optional<String> ca, Duration limit) {
    try {
      URI uri = new URI(address);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
      if ((!scheme.equals("http") && !scheme.equals("https"))
          || uri.getHost() == null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        return refused("Its address must be http or https with a host, and without ? and #.");
      }
      if (uri.getRawUserInfo() != null) {
        return refused("Its address holds credentials, which are not sent.");
      }
      Optional<SSLContext> trust =
          ca.isEmpty() ? Optional.empty() : Optional.of(trusting(ca.get()));
      return Answer.given(new PrometheusServer(uri, token, trust, limit));
    } catch (URISyntaxException e) {
      return refused("Its address is not valid.");
    } catch (GeneralSecurityException | IOException e) {
      return refused("The CA given for it holds no certificate that can be read.");
    }
  }

  private static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    if (number == 0) {
      throw new IOException("no certificate");
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Answer<PrometheusServer> refused(String why) {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.METRICS_UNUSABLE,
            "Cannot ask Prometheus.",
            why,
            "Correct it and try again."));
  }

  /** The address alone. */
  @Override
  public String toString() {
    return base.toString();
  }
}
