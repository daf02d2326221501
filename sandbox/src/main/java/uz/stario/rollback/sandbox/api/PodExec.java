package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.pods.PodFiles;
import uz.stario.rollback.sandbox.shell.Container;
import uz.stario.rollback.sandbox.shell.Shell;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * {@code kubectl exec} over WebSocket: the subprotocols v5 and v4 of {@code
 * k8s.io/apimachinery/pkg/util/remotecommand}.
 */
final class PodExec implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ObjectStore store;
  private final Kubelet kubelet;
  private final Timeline timeline;
  private final Executor threads;
  private final HttpClient http;
  private final WebSocketComponents components;
  private final WebSocketMappings upgrades;

  PodExec(ObjectStore store, Kubelet kubelet, Timeline timeline, Executor threads) {
    this.store = store;
    this.kubelet = kubelet;
    this.timeline = timeline;
    this.threads = threads;
    this.http =
        HttpClient.newBuilder().executor(threads).version(HttpClient.Version.HTTP_1_1).build();
    this.components = new WebSocketComponents(null, null, null, null, null, threads);
    LifeCycle.start(components);
    this.upgrades = new WebSocketMappings(components);
  }

  /** Upgrades the request, which is then answered; the command runs on. */
  void serve(Exchange exchange, Target target) throws IOException {
    ObjectNode pod = store.get(target.key());
    List<String> command = exchange.parameters("command");
    if (command.isEmpty()) {
      throw Refused.badRequest("you must specify at least 1 command for the container");
    }
    String name = exchange.parameter("container");
    Kubelet.Inside inside =
        kubelet.inside(target.key(), name).orElseThrow(() -> notRunning(pod, name));
    Shell shell = new Shell(container(pod, inside));
    exchange.upgrade(
        upgrades, negotiator(shell, command, exchange.flag("stdin"), exchange.flag("tty")));
  }

  private WebSocketNegotiator negotiator(
      Shell shell, List<String> command, boolean input, boolean terminal) {
    return (request, response, callback) -> {
      Optional<String> protocol =
          ExecChannels.PROTOCOLS.stream().filter(request::hasSubProtocol).findFirst();
      protocol.ifPresent(response::setAcceptedSubProtocol);
      if (protocol.isEmpty()) {
        response.setStatus(400);
        callback.succeeded();
        return null;
      }
      return new ExecChannels(streams -> shell.run(command, streams), input, terminal, threads);
    };
  }

  private static Refused notRunning(ObjectNode pod, String container) {
    boolean known =
        container.isEmpty()
            || Manifest.at(pod, "spec", "containers")
                .valueStream()
                .anyMatch(c -> Manifest.text(c, "name").equals(container));
    String name = Manifest.name(pod);
    return known
        ? new Refused(
            500,
            "InternalError",
            "container not found (\"" + container + "\"): it does not run",
            null)
        : Refused.badRequest("container " + container + " is not valid for pod " + name);
  }

  private Container container(ObjectNode pod, Kubelet.Inside inside) {
    Map<String, String> env = new TreeMap<>(inside.env());
    env.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    env.putIfAbsent("HOME", "/root");
    env.put("HOSTNAME", Manifest.name(pod));
    return new Container(
        env,
        files(pod, inside),
        Manifest.name(pod),
        timeline::now,
        (method, host, port, path, body) ->
            reachable(pod, inside, host, port)
                .flatMap(at -> call(method, URI.create("http://127.0.0.1:" + at + path), body)),
        (command, out, err) -> inside.running().run(command, out, err));
  }

  private NavigableMap<String, String> files(ObjectNode pod, Kubelet.Inside inside) {
    NavigableMap<String, String> files = new TreeMap<>(inside.running().files());
    files.putAll(PodFiles.of(store, pod, inside.spec()));
    return files;
  }

  /** The loopback port behind a host and port as seen from inside. */
  private Optional<Integer> reachable(ObjectNode pod, Kubelet.Inside inside, String host, int port)
      throws UnknownHostException {
    String ip = Manifest.text(pod, "status", "podIP");
    if (host.equals("localhost") || host.equals("127.0.0.1") || host.equals(ip)) {
      boolean listens =
          inside
              .spec()
              .path("ports")
              .valueStream()
              .anyMatch(p -> p.path("containerPort").asInt(0) == port);
      return listens && inside.running().port() != 0
          ? Optional.of(inside.running().port())
          : Optional.empty();
    }
    String[] parts = host.split("\\.", 3);
    String namespace = parts.length > 1 ? parts[1] : Manifest.namespace(pod);
    ObjectNode service =
        store
            .find(new Key(Resources.SERVICE, namespace, parts[0]))
            .orElseThrow(() -> new UnknownHostException(host));
    JsonNode selector = Manifest.at(service, "spec", "selector");
    boolean open =
        Manifest.at(service, "spec", "ports")
            .valueStream()
            .anyMatch(p -> p.path("port").asInt(0) == port);
    return open
        ? kubelet.ready(namespace, selector).stream().map(Kubelet.Endpoint::port).findFirst()
        : Optional.empty();
  }

  private Optional<Container.Reply> call(String method, URI address, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      @Nullable String type = response.headers().firstValue("Content-Type").orElse(null);
      return Optional.of(
          new Container.Reply(
              response.statusCode(), Objects.requireNonNullElse(type, ""), response.body()));
    } catch (IOException refused) {
      return Optional.empty();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    LifeCycle.stop(components);
  }
}
