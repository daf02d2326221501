package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one health check; stand-ins take the place of what is wrong. */
final class CheckReader {

  /** A check must change nothing, and it has no body to send. */
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "OPTIONS");

  private static final int DEFAULT_STATUS = 200;
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

  /** A check that takes longer says nothing of health, and a person is waiting for it. */
  private static final Duration LONGEST_LIMIT = Duration.ofMinutes(5);

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*+}?");

  private CheckReader() {}

  /** A check with the places of its name and its address. */
  record Draft(HealthCheck check, Located<String> name, Located<String> address) {}

  static Draft read(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.CHECK, mistakes);
    Optional<String> name = fields.text("name");
    Optional<Http> http = fields.read("http", CheckReader::http);
    Optional<Located<Node>> contains = fields.find("contains");
    if (contains.isPresent() && http.map(Http::method).orElse("").equals("HEAD")) {
      mistakes.add(contains.get(), "cannot be met: an answer to HEAD has no body; use GET");
    }
    HealthCheck check =
        new HealthCheck(
            name.orElse(""),
            http.map(Http::method).orElse(""),
            http.map(Http::address).orElse(""),
            fields.read("status", CheckReader::status).orElse(DEFAULT_STATUS),
            contains.flatMap(value -> Values.text(value, mistakes)),
            fields.read("limit", CheckReader::limit).orElse(DEFAULT_LIMIT));
    return new Draft(
        check, fields.place("name").with(check.name()), fields.place("http").with(check.url()));
  }

  private record Http(String method, String address) {}

  private static Optional<Http> http(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int space = text.get().indexOf(' ');
    if (space <= 0) {
      mistakes.add(from, "must be a method and an address: GET ${url}/health");
      return Optional.empty();
    }
    String method = text.get().substring(0, space);
    String address = text.get().substring(space + 1);
    if (!METHODS.contains(method)) {
      String message = "the method must be one of " + String.join(", ", METHODS);
      mistakes.add(from.path(), from.at(), message, method, METHODS);
    }
    addressFault(address).ifPresent(fault -> mistakes.add(from, "the address " + fault));
    return Optional.of(new Http(method, address));
  }

  private static Optional<String> addressFault(String address) {
    boolean based = address.startsWith(HealthCheck.ENVIRONMENT_URL);
    String rest = based ? address.substring(HealthCheck.ENVIRONMENT_URL.length()) : address;
    Matcher variable = VARIABLE.matcher(rest);
    if (variable.find()) {
      return Optional.of("may hold only ${url}, and only at its beginning");
    }
    if (based && !rest.isEmpty() && !rest.startsWith("/") && !rest.startsWith("?")) {
      return Optional.of("needs a / after ${url}");
    }
    return Addresses.fault(based ? "https://environment" + rest : rest);
  }

  private static Optional<Integer> status(Located<Node> from, Mistakes mistakes) {
    Optional<Long> status = Values.integer(from, mistakes);
    if (status.isPresent() && (status.get() < 100 || status.get() > 599)) {
      mistakes.add(from, "must be an HTTP status, from 100 to 599");
      return Optional.empty();
    }
    return status.map(Long::intValue);
  }

  private static Optional<Duration> limit(Located<Node> from, Mistakes mistakes) {
    String words = "must be a duration with its unit, such as 500ms, 5s or 2m";
    if (from.value() instanceof Node.Scalar scalar && ScalarKind.of(scalar) != ScalarKind.EMPTY) {
      Matcher matcher = DURATION.matcher(scalar.text());
      if (!matcher.matches()) {
        mistakes.add(from, words);
        return Optional.empty();
      }
      Duration limit = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
      if (limit.compareTo(LONGEST_LIMIT) > 0) {
        mistakes.add(from, "must be at most 5m");
      }
      return Optional.of(limit);
    }
    mistakes.add(from, words + ", but is " + Values.kind(from.value()));
    return Optional.empty();
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case String _ -> Duration.ofSeconds(amount);
    };
  }
}
