package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed identities, made by the JDK's own keytool. */
public record Certificates(KeyStore store) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  public static Certificates make(Path folder, String name, String algorithm) {
    Path file = folder.resolve(name + ".p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  name,
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-keyalg",
                  algorithm,
                  algorithm.equals("EC") ? "-groupname" : "-keysize",
                  algorithm.equals("EC") ? "secp256r1" : "2048",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool failed");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      return new Certificates(store);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] certificate() throws GeneralSecurityException {
    return Pem.of("CERTIFICATE", store.getCertificate(alias()).getEncoded());
  }

  PrivateKey key() throws GeneralSecurityException {
    return (PrivateKey) store.getKey(alias(), PASSWORD);
  }

  /** For a server with this identity that trusts clients of another. */
  public SSLContext server(Certificates clients) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    trusted.setCertificateEntry("client", clients.store.getCertificate(clients.alias()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private String alias() {
    try {
      return store.aliases().nextElement();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
