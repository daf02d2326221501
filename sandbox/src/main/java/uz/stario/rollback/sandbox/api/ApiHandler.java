package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.time.Timeline;

/** Takes every request apart, checks who asks, and hands it on. */
final class ApiHandler extends Handler.Abstract implements AutoCloseable {
  /** What Go's server, and so the real one, says to plain HTTP on a port of TLS. */
  private static final String PLAIN = "Client sent an HTTP request to an HTTPS server.\n";

  private final Access access;
  private final Objects objects;
  private final Watches watches;
  private final PodLogs logs;
  private final ServiceProxy proxy;

  ApiHandler(Access access, ObjectStore store, Timeline timeline, Kubelet kubelet) {
    super(InvocationType.BLOCKING);
    this.access = access;
    Tables tables = new Tables(timeline);
    this.objects = new Objects(store, tables);
    this.watches = new Watches(store, tables);
    this.logs = new PodLogs(store, kubelet, timeline);
    this.proxy = new ServiceProxy(store, kubelet);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response);
    try {
      answer(exchange);
      callback.succeeded();
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
      exchange.answer(refused.code(), refused.status());
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
    Access.User user = access.user(exchange.token());
    Optional<ObjectNode> document =
        exchange.method().equals("GET") ? Discovery.document(path) : Optional.empty();
    if (document.isPresent()) {
      exchange.answer(200, document.get());
      return;
    }
    if (path.equals(AccessReview.PATH) && exchange.method().equals("POST")) {
      exchange.answer(201, AccessReview.answer(user, exchange.object()));
      return;
    }
    Target target = Target.parse(path).orElseThrow(Refused::unknownPath);
    String verb = verb(exchange, target);
    Access.check(user, verb, target);
    serve(exchange, target, verb);
  }

  private void serve(Exchange exchange, Target target, String verb)
      throws IOException, InterruptedException {
    switch (target.subresource()) {
      case "log" -> logs.serve(exchange, target);
      case "proxy" -> proxy.serve(exchange, target);
      default -> {
        if (verb.equals("watch")) {
          watches.serve(exchange, target);
        } else {
          objects.serve(exchange, target, verb);
        }
      }
    }
  }

  private static String verb(Exchange exchange, Target target) {
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
          case "create" -> collection || target.subresource().equals("proxy");
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
  public void close() {
    proxy.close();
  }
}
