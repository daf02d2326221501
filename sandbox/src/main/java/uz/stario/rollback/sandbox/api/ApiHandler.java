package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.fault.Faults;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.time.Timeline;

/** Takes every request apart, checks who asks, and hands it on. */
final class ApiHandler extends Handler.Abstract implements AutoCloseable {
  /** What Go's server, and so the real one, says to plain HTTP on a port of TLS. */
  private static final String PLAIN = "Client sent an HTTP request to an HTTPS server.\n";

  /** Subresources that are posted to. */
  private static final List<String> CREATED = List.of("proxy", "eviction", "exec", "portforward");

  /** Subresources that connect to a pod. */
  private static final List<String> CONNECTED = List.of("exec", "portforward");

  private final Access access;
  private final Faults faults;
  private final Objects objects;
  private final Watches watches;
  private final PodLogs logs;
  private final ServiceProxy proxy;
  private final ObjectStore store;
  private final Timeline timeline;
  private final Kubelet kubelet;
  private final Executor requests;
  private @Nullable PodExec exec;

  ApiHandler(
      Access access,
      Faults faults,
      ObjectStore store,
      Timeline timeline,
      Kubelet kubelet,
      Executor requests) {
    super(InvocationType.BLOCKING);
    this.access = access;
    this.store = store;
    this.timeline = timeline;
    this.kubelet = kubelet;
    this.requests = requests;
    this.faults = faults;
    Tables tables = new Tables(timeline);
    this.objects = new Objects(store, tables);
    this.watches = new Watches(store, tables);
    this.logs = new PodLogs(store, kubelet, timeline);
    this.proxy = new ServiceProxy(store, kubelet);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    try {
      answer(exchange);
      if (exchange.answerLost()) {
        exchange.reset();
      }
      if (!exchange.upgraded()) {
        callback.succeeded();
      }
    } catch (IOException | UncheckedIOException clientGone) {
      callback.failed(clientGone);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      callback.failed(closing);
    }
    return true;
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    try {
      route(exchange);
    } catch (Refused refused) {
      exchange.answer(refused);
    } catch (RuntimeException fault) {
      if (exchange.committed()) {
        throw fault;
      }
      String message = "Internal error occurred: " + fault;
      exchange.answer(500, new Refused(500, "InternalError", message, null).status());
    }
  }

  private void route(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.secure()) {
      exchange.answer(400, "text/plain", PLAIN.getBytes(StandardCharsets.US_ASCII));
      return;
    }
    String path = exchange.path();
    if (path.equals("/healthz") || path.equals("/readyz") || path.equals("/livez")) {
      exchange.answer(200, "ok");
      return;
    }
    Access.User user = access.user(exchange.token(), exchange.header("Impersonate-User"));
    Optional<ObjectNode> document =
        exchange.method().equals("GET") ? Discovery.document(path) : Optional.empty();
    if (document.isPresent()) {
      exchange.answer(200, document.get());
      return;
    }
    if (path.equals(OpenApi.V2_PATH)) {
      exchange.answer(200, OpenApi.V2_TYPE, OpenApi.emptyV2());
      return;
    }
    if (Reviews.answered(exchange, user)) {
      return;
    }
    Target target = Target.parse(path).orElseThrow(Refused::unknownPath);
    String verb = verb(exchange, target);
    Access.check(user, verb, target);
    faults.meet(target.call(verb)).ifPresent(exchange::meet);
    if (FaultyRequests.survives(exchange, verb)) {
      serve(exchange, target, verb);
    }
  }

  private void serve(Exchange exchange, Target target, String verb)
      throws IOException, InterruptedException {
    switch (target.subresource()) {
      case "log" -> logs.serve(exchange, target);
      case "proxy" -> proxy.serve(exchange, target);
      case "exec" -> exec().serve(exchange, target);
      case "portforward" -> throw noPortForward(target);
      default -> {
        if (verb.equals("watch")) {
          watches.serve(exchange, target);
        } else {
          objects.serve(exchange, target, verb);
        }
      }
    }
  }

  /** Made when first needed: most sandboxes run no command. */
  private synchronized PodExec exec() {
    PodExec present = exec;
    if (present == null) {
      present = new PodExec(store, kubelet, timeline, requests);
      exec = present;
    }
    return present;
  }

  private Refused noPortForward(Target target) {
    String where =
        kubelet
            .inside(target.key(), "")
            .filter(inside -> inside.port() != 0)
            .map(inside -> "; the pod listens on http://127.0.0.1:" + inside.port() + " already")
            .orElse("");
    return Refused.badRequest(
        "port-forward goes over SPDY, which the sandbox does not speak" + where);
  }

  private static String verb(Exchange exchange, Target target) {
    if (CONNECTED.contains(target.subresource())) {
      // A WebSocket begins with GET; it is a change all the same.
      return "create";
    }
    boolean collection = target.name().isEmpty();
    String verb =
        switch (exchange.method()) {
          case "GET", "HEAD" -> exchange.flag("watch") ? "watch" : collection ? "list" : "get";
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          case "DELETE" -> collection ? "deletecollection" : "delete";
          default -> throw Refused.methodNotAllowed();
        };
    boolean fits =
        switch (verb) {
          case "create" -> collection || CREATED.contains(target.subresource());
          case "update", "patch" -> !collection;
          case "delete" -> target.subresource().isEmpty() || target.subresource().equals("proxy");
          default -> true;
        };
    if (!fits) {
      throw Refused.methodNotAllowed();
    }
    return verb;
  }

  /** The answer to a change that left nothing behind. */
  static ObjectNode success(Target target, ObjectNode last) {
    ObjectNode status = Manifest.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    ObjectNode details = status.put("status", "Success").putObject("details");
    details.put("name", target.name());
    if (!target.resource().group().isEmpty()) {
      details.put("group", target.resource().group());
    }
    details.put("kind", target.resource().plural()).put("uid", Manifest.uid(last));
    return status;
  }

  @Override
  public synchronized void close() {
    proxy.close();
    PodExec present = exec;
    if (present != null) {
      present.close();
    }
  }
}
