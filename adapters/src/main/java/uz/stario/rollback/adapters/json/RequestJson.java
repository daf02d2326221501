package uz.stario.rollback.adapters.json;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;

/** The requests of a check, as JSON. */
final class RequestJson {

  static final Kinds<Expectation> EXPECTATIONS =
      new Kinds<Expectation>()
          .kind(
              "contains",
              Expectation.Contains.class,
              (e, out) -> out.with("text", e.text()),
              in -> new Expectation.Contains(in.text("text")))
          .kind(
              "matches",
              Expectation.Matches.class,
              (e, out) -> out.with("pattern", e.pattern()),
              in -> new Expectation.Matches(in.text("pattern")))
          .kind(
              "has",
              Expectation.JsonHas.class,
              (e, out) -> out.with("pointer", e.pointer()),
              in -> new Expectation.JsonHas(in.text("pointer")))
          .kind(
              "is",
              Expectation.JsonIs.class,
              (e, out) -> out.with("pointer", e.pointer()).with("value", e.value()),
              in -> new Expectation.JsonIs(in.text("pointer"), in.text("value")));

  private RequestJson() {}

  static Tree write(HttpRequest request) {
    return new Tree()
        .with("does", request.does())
        .with("method", request.method())
        .with("url", request.url())
        .with("headers", request.headers().entrySet(), Actions::entry)
        .with("body", request.body())
        .withTexts("statuses", request.statuses())
        .with("expected", request.expected(), EXPECTATIONS::write)
        .with("captures", request.captures().entrySet(), Actions::entry)
        .with("secret", request.secret());
  }

  static HttpRequest read(Fields in) {
    return new HttpRequest(
        in.text("does"),
        in.text("method"),
        in.text("url"),
        entries(in, "headers"),
        in.optionalText("body"),
        statuses(in),
        in.list("expected", EXPECTATIONS::read),
        entries(in, "captures"),
        in.truth("secret"));
  }

  private static SortedMap<String, String> entries(Fields in, String name) {
    SortedMap<String, String> entries = new TreeMap<>();
    for (Map.Entry<String, String> entry : in.list(name, Actions::entry)) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return entries;
  }

  private static Set<Integer> statuses(Fields in) {
    Set<Integer> statuses = new TreeSet<>();
    for (String status : in.texts("statuses")) {
      try {
        statuses.add(Integer.valueOf(status));
      } catch (NumberFormatException e) {
        throw new Unreadable("the status '" + status + "' is no number");
      }
    }
    if (statuses.isEmpty()) {
      throw new Unreadable("a request expects no status");
    }
    return statuses;
  }
}
