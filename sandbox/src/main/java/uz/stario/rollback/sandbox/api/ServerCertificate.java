package uz.stario.rollback.sandbox.api;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.tls.HeldCertificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A key of this start alone and its self-signed certificate, which is the authority in the
 * kubeconfig. Safe for all threads.
 */
public final class ServerCertificate {
  /** Longer than any sandbox lives. */
  private static final Duration LIFE = Duration.ofDays(365);

  /** So that a client whose clock is a little behind does not refuse it. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final String pem;
  private final SSLContext context;

  private ServerCertificate(HeldCertificate held) {
    this.pem = held.certificatePem();
    this.context = context(held);
  }

  /**
   * Makes one on a thread of its own: it takes as long as half of the rest of a cold start, which
   * can be done meanwhile.
   */
  public static Future<ServerCertificate> begin() {
    FutureTask<ServerCertificate> task = new FutureTask<>(ServerCertificate::make);
    Thread.ofPlatform().daemon().name("sandbox-certificate").start(task);
    return task;
  }

  static ServerCertificate make() {
    // Clients compare with their own clock, whatever the sandbox's timeline says.
    long now = Instant.now().toEpochMilli();
    return new ServerCertificate(
        new HeldCertificate.Builder()
            .ecdsa256()
            .commonName("stario-sandbox")
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .validityInterval(now - SLACK.toMillis(), now + LIFE.toMillis())
            .build());
  }

  String pem() {
    return pem;
  }

  SslContextFactory.Server server() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(context);
    // What a client finds cheapest, as Go's server lets it choose.
    factory.setUseCipherSuitesOrder(false);
    return factory;
  }

  private static SSLContext context(HeldCertificate held) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Nobody shows a certificate to it: the authorities of this machine need not be read.
      context.init(new KeyManager[] {new OneKey(held)}, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException fault) {
      throw new IllegalStateException("this JVM cannot speak TLS", fault);
    }
  }
}
