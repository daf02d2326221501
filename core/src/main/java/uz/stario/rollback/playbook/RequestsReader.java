package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a check that makes requests one after the other. */
final class RequestsReader {

  private final List<Located<String>> texts;
  private final Mistakes mistakes;

  /** What requests may name, which grows with what they capture. */
  private final Set<String> defined = new LinkedHashSet<>(List.of(HttpCheck.URL, HttpCheck.UNIQUE));

  private RequestsReader(List<Located<String>> texts, Mistakes mistakes) {
    this.texts = texts;
    this.mistakes = mistakes;
  }

  static HttpCheck read(
      Located<Node> from,
      String name,
      Duration limit,
      List<Located<String>> texts,
      Mistakes mistakes) {
    return new RequestsReader(texts, mistakes).read(from, name, limit);
  }

  private HttpCheck read(Located<Node> from, String name, Duration limit) {
    Fields fields = new Fields(from, Shape.REQUESTS, mistakes);
    Optional<Located<Node>> tokenAt = fields.find("token");
    Optional<SecretSource> token =
        tokenAt.flatMap(value -> SecretReader.read(value, Shape.REQUESTS_TOKEN, mistakes));
    if (tokenAt.isPresent()) {
      defined.add(HttpCheck.TOKEN);
    }
    // In the order in which they are made: what one captures the next may name.
    List<HttpRequest> setUp = requests(fields.items("setUp"));
    Optional<Located<Node>> sendAt = fields.find("send");
    List<Located<Node>> items =
        sendAt.map(value -> Values.items(value, mistakes)).orElse(List.of());
    if (sendAt.isPresent() && sendAt.get().value() instanceof Node.Sequence && items.isEmpty()) {
      mistakes.add(sendAt.get(), "must hold at least one request");
    }
    List<HttpRequest> send = requests(items);
    List<HttpRequest> cleanUp = requests(fields.items("cleanUp"));
    return new HttpCheck(
        name, token, setUp, send.isEmpty() ? List.of(nothing()) : send, cleanUp, limit);
  }

  private static HttpRequest nothing() {
    return new HttpRequest(
        "",
        "",
        "",
        new TreeMap<>(),
        Optional.empty(),
        Set.of(HttpLine.USUAL_STATUS),
        List.of(),
        new TreeMap<>(),
        false);
  }

  private List<HttpRequest> requests(List<Located<Node>> items) {
    List<HttpRequest> requests = new ArrayList<>();
    items.forEach(item -> requests.add(request(item)));
    return requests;
  }

  private HttpRequest request(Located<Node> from) {
    Fields fields = new Fields(from, Shape.REQUEST, mistakes);
    Set<String> nameable = new TreeSet<>(defined);
    nameable.remove(HttpCheck.URL);
    Optional<HttpLine> line =
        fields.read("http", (value, all) -> HttpLine.read(value, HttpLine.ASKING, nameable, all));
    String method = line.map(HttpLine::method).orElse("");
    String address = line.map(HttpLine::address).orElse("");
    texts.add(fields.place("http").with(address));
    List<Located<String>> named = new ArrayList<>();
    SortedMap<String, String> headers =
        Texts.map(fields.find("headers"), NameRule.HEADER, named, mistakes);
    Optional<Located<Node>> bodyAt = fields.find("body");
    Optional<String> body = bodyAt.flatMap(value -> Values.text(value, mistakes));
    bodyAt.ifPresent(at -> named.add(at.with(body.orElse(""))));
    named.forEach(text -> requireDefined(text, RequestVariables.in(text.value())));
    texts.addAll(named);
    List<HttpRequest.Expectation> expected = expected(fields);
    if (method.equals("HEAD") && !expected.isEmpty()) {
      mistakes.add(from, "cannot be met: an answer to HEAD has no body; use GET");
    }
    SortedMap<String, String> captures = captures(fields);
    defined.addAll(captures.keySet());
    return new HttpRequest(
        fields.text("does").orElse(method + " " + address),
        method,
        address,
        headers,
        body,
        statuses(fields),
        expected,
        captures,
        fields.read("secret", Values::truth).orElse(false));
  }

  private void requireDefined(Located<String> text, List<String> names) {
    for (String name : names) {
      if (!defined.contains(name)) {
        mistakes.add(
            text.path(),
            text.at(),
            "nothing gives " + Paths.shown("${" + name + "}") + " a value",
            name,
            defined);
      }
    }
  }

  private SortedMap<String, String> captures(Fields fields) {
    List<Located<String>> pointers = new ArrayList<>();
    SortedMap<String, String> captures =
        Texts.map(fields.find("capture"), NameRule.CAPTURE, pointers, mistakes);
    pointers.stream()
        .filter(pointer -> !NameRule.POINTER.allows(pointer.value()))
        .forEach(pointer -> mistakes.add(pointer, NameRule.POINTER.words()));
    return captures;
  }

  private Set<Integer> statuses(Fields fields) {
    Set<Integer> statuses = new HashSet<>();
    Optional<Located<Node>> at = fields.find("statuses");
    List<Located<Node>> items = at.map(list -> Values.items(list, mistakes)).orElse(List.of());
    if (at.isPresent() && items.isEmpty() && at.get().value() instanceof Node.Sequence) {
      mistakes.add(at.get(), "must hold at least one status");
    }
    items.forEach(item -> HttpLine.status(item, mistakes).ifPresent(statuses::add));
    return statuses.isEmpty() ? Set.of(HttpLine.USUAL_STATUS) : statuses;
  }

  private List<HttpRequest.Expectation> expected(Fields fields) {
    List<HttpRequest.Expectation> expected = new ArrayList<>();
    fields.text("contains").map(HttpRequest.Expectation.Contains::new).ifPresent(expected::add);
    fields
        .read("matches", Texts::pattern)
        .map(HttpRequest.Expectation.Matches::new)
        .ifPresent(expected::add);
    for (Located<Node> item : fields.items("has")) {
      pointer(item).map(HttpRequest.Expectation.JsonHas::new).ifPresent(expected::add);
    }
    Map<String, Located.Keyed> values =
        fields.find("is").flatMap(value -> Fields.entries(value, mistakes)).orElse(Map.of());
    values.forEach((pointer, entry) -> {
      if (!NameRule.POINTER.allows(pointer)) {
        mistakes.add(entry.value().path(), entry.key(), NameRule.POINTER.words());
      }
      if (entry.value().value() instanceof Node.Scalar scalar
          && (scalar.quoted() || !scalar.text().isBlank())
          && ScalarKind.of(scalar) != ScalarKind.EMPTY) {
        expected.add(new HttpRequest.Expectation.JsonIs(pointer, scalar.text()));
      } else {
        mistakes.add(
            entry.value(),
            "must be a text, a number, true or false, but is "
                + Values.kind(entry.value().value()));
      }
    });
    return expected;
  }

  private Optional<String> pointer(Located<Node> from) {
    return Values.name(from, NameRule.POINTER, mistakes);
  }
}
