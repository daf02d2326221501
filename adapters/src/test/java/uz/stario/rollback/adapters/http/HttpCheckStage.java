package uz.stario.rollback.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/** A service of a test, and the runner that makes requests to it. */
abstract class HttpCheckStage {

  static final Duration AMPLE = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(400);

  final CountDownLatch closing = new CountDownLatch(1);
  final Exposed service = new Exposed();
  final RealEndpoints endpoints = new RealEndpoints();
  final Map<String, Exposed.Answering> script = new HashMap<>();
  final HttpCheckRunner runner =
      new HttpCheckRunner(
          _ -> Answer.given("geheim-token-1"), new Redactor(), () -> "stario-check-7");

  @AfterEach
  void close() throws IOException {
    closing.countDown();
    service.close();
    endpoints.close();
  }

  CheckResult status(Expectation expectation) {
    return run(only(Asking.get("look", "${url}/").expecting(expectation)), service.url()).result();
  }

  Checked run(HttpCheck check, String base) {
    if (!script.isEmpty()) {
      service.answers(this::scripted);
    }
    return runner.run(check, Optional.of(base));
  }

  void scripted(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Exposed.Answering answering = script.get(key);
    if (answering == null) {
      Exposed.reply(exchange, 404, "text/plain", "no script for " + key);
    } else {
      answering.answer(exchange);
    }
  }

  void on(String request, int status, String body) {
    script(request, exchange -> Exposed.reply(exchange, status, "application/json", body));
  }

  void script(String request, Exposed.Answering answering) {
    script.put(request, answering);
  }

  void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = "x".repeat(100_000).getBytes(UTF_8);
    try (OutputStream out = exchange.getResponseBody()) {
      while (closing.getCount() > 0) {
        out.write(chunk);
      }
    } catch (IOException e) {
      // The client had enough.
    }
  }

  void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static HttpCheck registration() {
    String user = "{\"email\":\"${unique}@example.com\"}";
    Asking register =
        Asking.to("register a user", "POST", "${url}/auth/register")
            .sending(user)
            .expecting(201)
            .capturing("id", "/id");
    Asking signIn =
        Asking.to("sign in", "POST", "${url}/auth/login")
            .sending(user)
            .capturing("token", "/access_token");
    Asking look =
        Asking.get("look the user up", "${url}/users/${id}")
            .with("Authorization", "Bearer ${token}")
            .expecting(new Expectation.JsonIs("/name", "ok"));
    Asking delete =
        Asking.to("delete the user", "DELETE", "${url}/users/${id}")
            .with("Authorization", "Bearer ${token}")
            .expecting(204);
    return new HttpCheck(
        "registration",
        Optional.empty(),
        List.of(register.request(), signIn.request()),
        List.of(look.request()),
        List.of(delete.request()),
        AMPLE);
  }

  static HttpCheck only(Asking asking) {
    return new HttpCheck(
        "check", Optional.empty(), List.of(), List.of(asking.request()), List.of(), AMPLE);
  }
}
