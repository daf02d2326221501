package uz.stario.rollback.playbook;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One request of a check and the answer that it expects.
 *
 * @param does in the words of people: {@code register a user}
 * @param body sent as it stands, if any; a {@code Content-Type} belongs to the headers
 * @param statuses those that pass
 * @param expected what else the answer must be like
 * @param captures names for values of the answer, by JSON pointer: {@code id} for {@code /user/id}
 * @param secret whether what is sent and answered is for nobody's eyes, as in a sign-in
 */
public record HttpRequest(
    String does,
    String method,
    String url,
    SortedMap<String, String> headers,
    Optional<String> body,
    Set<Integer> statuses,
    List<Expectation> expected,
    SortedMap<String, String> captures,
    boolean secret) {

  /** Refuses a request that no answer can please. */
  public HttpRequest {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    statuses = Collections.unmodifiableSortedSet(new TreeSet<>(statuses));
    expected = List.copyOf(expected);
    captures = Collections.unmodifiableSortedMap(new TreeMap<>(captures));
    if (statuses.isEmpty()) {
      throw new IllegalArgumentException("the request '" + does + "' expects no status");
    }
  }

  /** What the body of an answer must be like. */
  public sealed interface Expectation {

    /** Holds a text. */
    record Contains(String text) implements Expectation {}

    /** Matches a regular expression somewhere. */
    record Matches(String pattern) implements Expectation {}

    /** Is JSON in which something stands at a pointer. */
    record JsonHas(String pointer) implements Expectation {}

    /**
     * Is JSON in which a value stands at a pointer.
     *
     * @param value of a text itself, of a number or truth value as JSON writes it
     */
    record JsonIs(String pointer, String value) implements Expectation {}
  }

  /** The names of its placeholders. */
  public Set<String> uses() {
    Set<String> names = new TreeSet<>();
    Stream.of(Stream.of(url), body.stream(), headers.values().stream())
        .flatMap(texts -> texts)
        .forEach(text -> names.addAll(RequestVariables.in(text)));
    return names;
  }

  /** The same request with the environment's address where it names it. */
  HttpRequest in(Environment environment) {
    SortedMap<String, String> complete = new TreeMap<>();
    headers.forEach((name, value) -> complete.put(name, environment.complete(value)));
    return new HttpRequest(
        does,
        method,
        environment.complete(url),
        complete,
        body.map(environment::complete),
        statuses,
        expected,
        captures,
        secret);
  }

  /** The same request with values in place of their names; other names stay. */
  public HttpRequest with(Map<String, String> values) {
    SortedMap<String, String> filled = new TreeMap<>();
    headers.forEach((name, value) -> filled.put(name, RequestVariables.fill(value, values)));
    return new HttpRequest(
        does,
        method,
        RequestVariables.fillAddress(url, values),
        filled,
        body.map(text -> RequestVariables.fillBody(text, values)),
        statuses,
        expected,
        captures,
        secret);
  }
}
