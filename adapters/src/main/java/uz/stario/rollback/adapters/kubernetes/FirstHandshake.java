package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Offers X25519 alone on the first connection, and everything on those that follow.
 *
 * <p>The JDK otherwise makes a second key pair, on P-256, for every handshake; its first costs as
 * much as all the rest of a start, and servers choose X25519 where they have it. One that has not
 * (FIPS) refuses, and OkHttp tries again. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.2.8">RFC 8446, key share</a>
 */
final class FirstHandshake extends SSLSocketFactory {

  private static final String[] QUICK = {"x25519"};

  private final SSLSocketFactory all;
  private final AtomicBoolean made = new AtomicBoolean();

  FirstHandshake(SSLSocketFactory all) {
    this.all = all;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    Socket secured = all.createSocket(socket, host, port, autoClose);
    if (secured instanceof SSLSocket tls && made.compareAndSet(false, true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setNamedGroups(QUICK);
      tls.setSSLParameters(parameters);
    }
    return secured;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return all.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return all.getSupportedCipherSuites();
  }

  // OkHttp connects first and secures then; of the rest, nothing is used.

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return all.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return all.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return all.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return all.createSocket(host, port, local, localPort);
  }
}
