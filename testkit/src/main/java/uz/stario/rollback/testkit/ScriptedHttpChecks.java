package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.port.HttpChecks;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/**
 * Requests that find at each address what the test has put there; unknown where nothing was put.
 * Captures nothing and understands {@link Expectation.Contains} alone. Thread-safe.
 */
public final class ScriptedHttpChecks implements HttpChecks {

  private final Map<String, Endpoint> script = new HashMap<>();
  private final List<HttpCheck> asked = new ArrayList<>();

  /** Puts an endpoint there, or another in its place. */
  public synchronized ScriptedHttpChecks at(String address, Endpoint endpoint) {
    script.put(bare(address), endpoint);
    return this;
  }

  /** Every check asked for, in order. */
  public synchronized List<HttpCheck> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Checked run(HttpCheck check, Optional<String> base) {
    asked.add(check);
    Set<String> undefined = new TreeSet<>(check.undefined());
    boolean named =
        Stream.of(check.setUp(), check.requests(), check.cleanUp())
            .flatMap(List::stream)
            .anyMatch(request -> request.uses().contains(HttpCheck.URL));
    if (named && base.isEmpty()) {
      undefined.add(HttpCheck.URL);
    }
    if (!undefined.isEmpty()) {
      String names = "${" + String.join("}, ${", undefined) + "}";
      return new Checked(new CheckResult.Unknown("nothing gives " + names + " a value"), List.of());
    }
    Map<String, String> values = Map.of(HttpCheck.URL, base.orElse(""), HttpCheck.UNIQUE, "one");
    List<CheckResult> results = new ArrayList<>();
    boolean arrived = false;
    for (HttpRequest request :
        Stream.concat(check.setUp().stream(), check.requests().stream()).toList()) {
      HttpRequest filled = request.with(values);
      results.add(ask(filled));
      arrived |= !(script.get(bare(filled.url())) instanceof Endpoint.RefusesConnections);
      if (!(results.getLast() instanceof CheckResult.Passed)) {
        break;
      }
    }
    CheckResult worst = results.getLast();
    for (HttpRequest request : arrived ? check.cleanUp() : List.<HttpRequest>of()) {
      results.add(ask(request.with(values)));
      worst = badness(results.getLast()) > badness(worst) ? results.getLast() : worst;
    }
    return new Checked(worst, results.stream().map(CheckResult::detail).toList());
  }

  private CheckResult ask(HttpRequest request) {
    String does = request.does() + ": ";
    return switch (script.get(bare(request.url()))) {
      case null -> new CheckResult.Unknown(does + "the name does not resolve");
      case Endpoint.Answers(int status, String body) when fits(request, status, body) ->
          new CheckResult.Passed(does + "answered " + status);
      case Endpoint.Answers(int status, String _) ->
          new CheckResult.Failed(does + "answered " + status);
      case Endpoint.RefusesConnections _ ->
          new CheckResult.Failed(does + "the connection was refused");
      case Endpoint.HangsUp _ ->
          new CheckResult.Failed(does + "the connection gave no HTTP answer");
      case Endpoint.StaysSilent _ -> new CheckResult.Unknown(does + "no answer in time");
      case Endpoint.RedirectsTo _ ->
          throw new IllegalArgumentException("redirects are not scripted here");
    };
  }

  /** An address and the same with a slash behind it are one. */
  private static String bare(String address) {
    return address.replaceFirst("/$", "");
  }

  private static boolean fits(HttpRequest request, int status, String body) {
    return request.statuses().contains(status)
        && request.expected().stream()
            .allMatch(expectation ->
                switch (expectation) {
                  case Expectation.Contains(String text) -> body.contains(text);
                  case Expectation.Matches _, Expectation.JsonHas _, Expectation.JsonIs _ ->
                      throw new IllegalArgumentException("not scripted here: " + expectation);
                });
  }

  private static int badness(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed _ -> 0;
      case CheckResult.Unknown _ -> 1;
      case CheckResult.Failed _ -> 2;
    };
  }
}
