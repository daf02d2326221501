package uz.stario.rollback.adapters.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Search;

/** Compares an answer with what a request of a check expects. */
final class Answers {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int QUOTED = 120;

  /** Redacting takes its time, and only the beginning is shown. */
  private static final int LOOKED_AT = 8 * 1024;

  private final HttpRequest request;
  private final Exchange.Outcome.Answered answer;
  private final UnaryOperator<String> redacted;
  private final String text;

  /**
   * @param redacted hides what is secret in a text
   */
  Answers(HttpRequest request, Exchange.Outcome.Answered answer, UnaryOperator<String> redacted) {
    this.request = request;
    this.answer = answer;
    this.redacted = redacted;
    this.text = answer.body();
  }

  /**
   * What is wrong with the answer; passed where nothing is.
   *
   * @param found gets what the request captures
   */
  CheckResult judge(Map<String, String> found) {
    if (!request.statuses().contains(answer.status())) {
      String wanted =
          String.join(" or ", request.statuses().stream().map(String::valueOf).toList());
      return failed("answered " + answer.status() + ", not " + wanted + quoted());
    }
    for (Expectation expectation : request.expected()) {
      Optional<CheckResult> fault = fault(expectation);
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    Map<String, String> captured = new LinkedHashMap<>();
    for (var capture : request.captures().entrySet()) {
      Optional<String> value = at(capture.getValue()).map(Answers::plain);
      if (value.isEmpty()) {
        return nothingAt(capture.getValue());
      }
      captured.put(capture.getKey(), value.get());
    }
    found.putAll(captured);
    return new CheckResult.Passed("answered " + answer.status());
  }

  private Optional<CheckResult> fault(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Contains(String wanted) ->
          text.contains(wanted)
              ? Optional.empty()
              : Optional.of(failed(answered() + " without '" + wanted + "'" + quoted()));
      case Expectation.Matches(String pattern) -> fault(pattern);
      case Expectation.JsonHas(String pointer) ->
          at(pointer).isPresent() ? Optional.empty() : Optional.of(nothingAt(pointer));
      case Expectation.JsonIs(String pointer, String wanted) -> {
        Optional<String> value = at(pointer).map(Answers::plain);
        if (value.isEmpty()) {
          yield Optional.of(nothingAt(pointer));
        }
        String is = request.secret() ? "something else" : "'" + cut(value.get()) + "'";
        yield value.get().equals(wanted)
            ? Optional.empty()
            : Optional.of(
                failed(answered() + " with " + is + ", not '" + wanted + "', at " + pointer));
      }
    };
  }

  private Optional<CheckResult> fault(String pattern) {
    try {
      return switch (new Search(pattern).in(text)) {
        case YES -> Optional.empty();
        case NO -> Optional.of(failed(answered() + " with no match of " + pattern + quoted()));
        case TOO_SLOW ->
            Optional.of(
                new CheckResult.Unknown(
                    "the pattern " + pattern + " takes too long on the answer"));
      };
    } catch (PatternSyntaxException e) {
      return Optional.of(new CheckResult.Unknown("the pattern " + pattern + " is none"));
    }
  }

  private CheckResult nothingAt(String pointer) {
    if (document().isEmpty()) {
      String type = answer.contentType().isEmpty() ? "" : " (" + answer.contentType() + ")";
      String cut = answer.whole() ? "" : " or too long";
      return failed(answered() + " with what is no JSON" + cut + type + quoted());
    }
    return failed(answered() + " with JSON that has nothing at " + pointer + quoted());
  }

  private Optional<JsonNode> document() {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private Optional<JsonNode> at(String pointer) {
    try {
      JsonPointer compiled = JsonPointer.compile(pointer);
      return document().map(node -> node.at(compiled)).filter(node -> !node.isMissingNode());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String plain(JsonNode node) {
    return node.isString() ? node.asString() : node.toString();
  }

  private String answered() {
    return "answered " + answer.status();
  }

  private static CheckResult failed(String detail) {
    return new CheckResult.Failed(detail);
  }

  private String quoted() {
    return request.secret() || text.isBlank() ? "" : ": '" + cut(text) + "'";
  }

  /** Redacted before it is cut: half a token is recognised by nobody. */
  private String cut(String text) {
    String start = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    String line = redacted.apply(start).strip().replaceAll("\\s+", " ");
    return line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line;
  }
}
