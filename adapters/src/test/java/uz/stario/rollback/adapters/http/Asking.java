package uz.stario.rollback.adapters.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;

/** Builds a request of a check, of which a test says only what it is about. */
final class Asking {

  private final String does;
  private final String method;
  private final String url;
  private final SortedMap<String, String> headers = new TreeMap<>();
  private final SortedMap<String, String> captures = new TreeMap<>();
  private final List<Expectation> expected = new ArrayList<>();
  private String body = "";
  private int status = 200;

  private Asking(String does, String method, String url) {
    this.does = does;
    this.method = method;
    this.url = url;
  }

  static Asking to(String does, String method, String url) {
    return new Asking(does, method, url);
  }

  static Asking get(String does, String url) {
    return new Asking(does, "GET", url);
  }

  Asking sending(String text) {
    body = text;
    return this;
  }

  Asking with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Asking expecting(int answer) {
    status = answer;
    return this;
  }

  Asking expecting(Expectation expectation) {
    expected.add(expectation);
    return this;
  }

  /** What is captured is a secret too. */
  Asking capturing(String name, String pointer) {
    captures.put(name, pointer);
    return this;
  }

  HttpRequest request() {
    return new HttpRequest(
        does,
        method,
        url,
        headers,
        body.isEmpty() ? Optional.empty() : Optional.of(body),
        Set.of(status),
        expected,
        captures,
        !captures.isEmpty());
  }
}
