package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import uz.stario.rollback.sandbox.fault.Faults;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.time.Timeline;

/** The Kubernetes API over TLS on the loopback interface; a virtual thread per request. */
public final class ApiServer implements AutoCloseable {
  /** Only accepting and selecting run here, requests have virtual threads. */
  private static final int MOST_THREADS = 8;

  /** The API server's own bound: {@code --http2-max-streams-per-connection}. */
  private static final int MOST_STREAMS = 100;

  /** Longer than any client keeps an unused connection. */
  private static final long IDLE_MILLIS = 120_000;

  private final Server server;
  private final URI uri;
  private final ServerCertificate certificate;
  private final ExecutorService requests;
  private final ApiHandler handler;

  private ApiServer(
      Server server,
      ServerConnector connector,
      ServerCertificate certificate,
      ExecutorService requests,
      ApiHandler handler) {
    this.server = server;
    this.certificate = certificate;
    this.uri = URI.create("https://127.0.0.1:" + connector.getLocalPort());
    this.requests = requests;
    this.handler = handler;
  }

  /**
   * Starts to serve.
   *
   * @param certificate what it identifies itself with, waited for
   * @param faults what goes wrong with requests
   * @param port the port, zero for a free one
   */
  public static ApiServer start(
      Future<ServerCertificate> certificate,
      Faults faults,
      ObjectStore store,
      Timeline timeline,
      Kubelet kubelet,
      int port,
      String adminToken,
      String viewerToken) {
    ExecutorService requests =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-api-", 0).factory());
    // Jetty's own kind of queue would start all of JMX to learn the size of a reference.
    QueuedThreadPool threads =
        new QueuedThreadPool(MOST_THREADS, 2, new LinkedBlockingQueue<Runnable>());
    threads.setName("sandbox-api");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(requests);
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // The service proxy takes paths as they come.
    configuration.setUriCompliance(UriCompliance.LEGACY);
    ServerCertificate identity = made(certificate);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ALPNServerConnectionFactory offered = new ALPNServerConnectionFactory("h2", "http/1.1");
    offered.setDefaultProtocol(http.getProtocol());
    // Looks at the first bytes: what is not TLS gets to the handler too, to be told so.
    DetectorConnectionFactory detector =
        new DetectorConnectionFactory(
            new SslConnectionFactory(identity.server(), offered.getProtocol()));
    ServerConnector connector =
        new ServerConnector(server, 1, 1, detector, http, offered, http2(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    ApiHandler handler =
        new ApiHandler(
            new Access(adminToken, viewerToken), faults, store, timeline, kubelet, requests);
    server.setHandler(handler);
    try {
      server.start();
    } catch (IOException taken) {
      requests.shutdownNow();
      stop(server);
      throw new UncheckedIOException(
          "the API server cannot listen on 127.0.0.1:" + port + ": the port is taken", taken);
    } catch (Exception fault) {
      requests.shutdownNow();
      throw new IllegalStateException("the API server does not start", fault);
    }
    return new ApiServer(server, connector, identity, requests, handler);
  }

  /** As a real server speaks it with every client that can. */
  private static HTTP2ServerConnectionFactory http2(HttpConfiguration configuration) {
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    // Its clients are its owner's: one that cancels a hundred watches a second is welcome.
    http2.setRateControlFactory(new RateControl.Factory() {});
    return http2;
  }

  private static ServerCertificate made(Future<ServerCertificate> certificate) {
    try {
      return certificate.get();
    } catch (ExecutionException fault) {
      throw new IllegalStateException("there is no certificate for the API server", fault);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting the API server", closing);
    }
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /** Its certificate in PEM, by which clients know it. */
  public String certificate() {
    return certificate.pem();
  }

  /** Ends all requests, watches too, and frees the port. */
  @Override
  public void close() {
    handler.close();
    requests.shutdownNow();
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException(
          "the API server does not stop: " + Objects.toString(failed.getMessage(), ""), failed);
    }
  }
}
