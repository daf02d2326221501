package uz.stario.rollback.sandbox;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** Talks to a sandbox over HTTP as its kubeconfig says: with its authority and a token. */
final class Client implements AutoCloseable {
  private final Sandbox sandbox;
  private final HttpClient http;

  Client(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.http = HttpClient.newBuilder().sslContext(trusting(sandbox.certificate())).build();
  }

  static SSLContext trusting(String pem) {
    try {
      KeyStore known = KeyStore.getInstance("PKCS12");
      known.load(null, null);
      known.setCertificateEntry(
          "sandbox",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception fault) {
      throw new AssertionError(fault);
    }
  }

  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return Manifest.JSON.readTree(body());
    }

    String message() {
      return json().path("message").asString("");
    }

    String reason() {
      return json().path("reason").asString("");
    }
  }

  /** A request of the admin, to be added to. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(sandbox.apiServer().resolve(path))
        .setHeader("Authorization", "Bearer " + sandbox.adminToken());
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  Answer get(String path) throws Exception {
    return send(request(path));
  }

  Answer delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  Answer send(String method, String path, String type, byte[] body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** With single quotes for double ones, which are easier to read in Java. */
  Answer post(String path, String json) throws Exception {
    return send("POST", path, "application/json", bytes(json));
  }

  Answer put(String path, String json) throws Exception {
    return send("PUT", path, "application/json", bytes(json));
  }

  /** A patch of type {@code json}, {@code merge} or {@code strategic-merge}. */
  Answer patch(String path, String type, String json) throws Exception {
    return send("PATCH", path, "application/" + type + "-patch+json", bytes(json));
  }

  /** The events of a watch until it ends. */
  Stream<JsonNode> watch(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofLines())
        .body()
        .map(Manifest.JSON::readTree);
  }

  HttpClient http() {
    return http;
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
