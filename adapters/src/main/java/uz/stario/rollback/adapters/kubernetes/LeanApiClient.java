package uz.stario.rollback.adapters.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * client-java's client for its connection alone.
 *
 * <p>The original registers the JSON adapters of some 700 models, and builds its TLS context anew,
 * from the JDK's whole trust store, with every setting; both cost more than the first request. Here
 * TLS is set up once, by {@link #secured}; before that, no server is trusted.
 */
final class LeanApiClient extends ApiClient {

  private boolean complete;

  @Override
  protected void init() {
    verifyingSsl = true;
    authentications = new HashMap<>();
  }

  @Override
  protected void initHttpClient() {
    try {
      SSLContext nobody = SSLContext.getInstance("TLS");
      TrustNobody trust = new TrustNobody();
      nobody.init(null, new TrustManager[] {trust}, new SecureRandom());
      httpClient =
          new OkHttpClient.Builder().sslSocketFactory(nobody.getSocketFactory(), trust).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  @Override
  protected void applySslSettings() {
    if (complete) {
      super.applySslSettings();
    }
  }

  /** Sets up TLS as the settings so far say. */
  LeanApiClient secured() {
    complete = true;
    super.applySslSettings();
    return this;
  }

  private static final class TrustNobody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind)
        throws CertificateException {
      throw new CertificateException("TLS is not set up yet");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind)
        throws CertificateException {
      throw new CertificateException("TLS is not set up yet");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
