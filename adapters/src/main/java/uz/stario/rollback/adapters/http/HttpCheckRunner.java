package uz.stario.rollback.adapters.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.port.HttpChecks;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/**
 * Makes the requests of HTTP checks with the JDK's HTTP client.
 *
 * <p>What fails and what is unknown is as in {@link HttpProbes}; an answer that is not as expected
 * fails. The worst of the requests and the clean-up is the result: what can't be cleaned up is a
 * fault of the service too. Tokens, and what a secret request captures, are told to the redactor
 * before anything is said of them. Holds nothing between checks; thread-safe; never throws.
 */
public final class HttpCheckRunner implements HttpChecks {

  /** No answer that a check compares is longer. */
  private static final int MAX_BODY = 1024 * 1024;

  private final Function<SecretSource, Answer<String>> secrets;
  private final Redactor redactor;
  private final Supplier<String> unique;

  /**
   * @param secrets reads a token
   * @param unique makes a name that no other call has; letters, digits and {@code -} only
   */
  public HttpCheckRunner(
      Function<SecretSource, Answer<String>> secrets, Redactor redactor, Supplier<String> unique) {
    this.secrets = secrets;
    this.redactor = redactor;
    this.unique = unique;
  }

  @Override
  public Checked run(HttpCheck check, Optional<String> base) {
    Set<String> undefined = new TreeSet<>(check.undefined());
    if (base.isEmpty() && uses(check, HttpCheck.URL)) {
      undefined.add(HttpCheck.URL);
    }
    if (!undefined.isEmpty()) {
      return new Checked(
          new CheckResult.Unknown(
              "nothing gives ${" + String.join("}, ${", undefined) + "} a value"),
          List.of());
    }
    Map<String, String> values = new HashMap<>();
    base.ifPresent(address -> values.put(HttpCheck.URL, address));
    values.put(HttpCheck.UNIQUE, unique.get());
    if (check.token().isPresent()) {
      switch (secrets.apply(check.token().get())) {
        case Answer.Refused<String>(Problem problem) -> {
          return new Checked(new CheckResult.Unknown(problem.why()), List.of());
        }
        case Answer.Given<String>(String token) -> {
          redactor.learn(token);
          values.put(HttpCheck.TOKEN, token);
        }
      }
    }
    return new Conversation(check, values).hold();
  }

  private static boolean uses(HttpCheck check, String name) {
    List<HttpRequest> all = new ArrayList<>(check.setUp());
    all.addAll(check.requests());
    all.addAll(check.cleanUp());
    return all.stream().anyMatch(request -> request.uses().contains(name));
  }

  /** One run of one check. */
  private final class Conversation {
    private final HttpCheck check;
    private final Map<String, String> values;
    private final List<String> seen = new ArrayList<>();
    private boolean mayHaveArrived;

    Conversation(HttpCheck check, Map<String, String> values) {
      this.check = check;
      this.values = values;
    }

    Checked hold() {
      List<HttpRequest> asked = new ArrayList<>(check.setUp());
      asked.addAll(check.requests());
      CheckResult result = inTurn(asked);
      // What never left needs no cleaning up after.
      CheckResult left = mayHaveArrived ? cleanUp() : new CheckResult.Passed("");
      return new Checked(worst(result, left), seen);
    }

    /** The first that does not pass, or the last. */
    private CheckResult inTurn(List<HttpRequest> requests) {
      long start = System.nanoTime();
      CheckResult result = new CheckResult.Passed("");
      for (HttpRequest request : requests) {
        Duration remaining = check.limit().minusNanos(System.nanoTime() - start);
        result = ask(request, remaining);
        if (!(result instanceof CheckResult.Passed)) {
          return result;
        }
      }
      return result;
    }

    private CheckResult cleanUp() {
      long start = System.nanoTime();
      CheckResult worst = new CheckResult.Passed("");
      for (HttpRequest request : check.cleanUp()) {
        Set<String> unknown = new TreeSet<>(request.uses());
        unknown.removeAll(values.keySet());
        if (unknown.isEmpty()) {
          Duration remaining = check.limit().minusNanos(System.nanoTime() - start);
          worst = worst(worst, ask(request, remaining));
        } else {
          seen.add(
              request.does()
                  + ": left out, as "
                  + String.join(" and ", unknown)
                  + " never became known; something may be left behind");
        }
      }
      return worst;
    }

    private CheckResult ask(HttpRequest template, Duration remaining) {
      HttpRequest request = template.with(values);
      CheckResult result =
          remaining.toMillis() < 1
              ? new CheckResult.Unknown("no time was left for it")
              : answer(request, remaining);
      CheckResult told = told(request, result);
      seen.add(told.detail());
      return told;
    }

    private CheckResult answer(HttpRequest request, Duration remaining) {
      return switch (Address.of(request.url())) {
        case Address.Bad(String why) -> new CheckResult.Unknown(why);
        case Address.Good(URI uri) -> {
          Exchange exchange =
              new Exchange(
                  request.method(),
                  uri,
                  request.headers(),
                  request.body(),
                  request.statuses()::contains,
                  remaining,
                  MAX_BODY,
                  Optional.empty());
          yield judge(request, exchange.make());
        }
      };
    }

    private CheckResult judge(HttpRequest request, Exchange.Outcome outcome) {
      return switch (outcome) {
        case Exchange.Outcome.NoAnswer(String why, boolean arrived) -> {
          mayHaveArrived |= arrived;
          yield new CheckResult.Unknown(why);
        }
        case Exchange.Outcome.Broken(String why, boolean arrived) -> {
          mayHaveArrived |= arrived;
          yield new CheckResult.Failed(why);
        }
        case Exchange.Outcome.Answered answered -> {
          mayHaveArrived = true;
          Map<String, String> found = new HashMap<>();
          CheckResult result = new Answers(request, answered, redactor::text).judge(found);
          if (request.secret()) {
            found.values().forEach(redactor::learn);
          }
          values.putAll(found);
          yield result;
        }
      };
    }

    private CheckResult told(HttpRequest request, CheckResult result) {
      return switch (result) {
        case CheckResult.Passed(String detail) -> new CheckResult.Passed(said(request, detail));
        case CheckResult.Failed(String detail) -> new CheckResult.Failed(said(request, detail));
        case CheckResult.Unknown(String detail) -> new CheckResult.Unknown(said(request, detail));
      };
    }

    private String said(HttpRequest request, String detail) {
      return redactor.text(request.does() + ": " + detail);
    }
  }

  private static CheckResult worst(CheckResult one, CheckResult other) {
    return badness(other) > badness(one) ? other : one;
  }

  private static int badness(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed _ -> 0;
      case CheckResult.Unknown _ -> 1;
      case CheckResult.Failed _ -> 2;
    };
  }
}
