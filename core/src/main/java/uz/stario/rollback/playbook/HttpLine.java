package uz.stario.rollback.playbook;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A method and an address, as the first line of a request has them: {@code GET ${url}/health}. */
record HttpLine(String method, String address) {

  /** A check that asks once must change nothing, and it has no body to send. */
  static final List<String> CHECKING = List.of("GET", "HEAD", "POST", "OPTIONS");

  /** What a user's program sends. */
  static final List<String> ASKING =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  static final int USUAL_STATUS = 200;

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*+)}?");

  /**
   * @param names that may stand in the address besides {@code ${url}}, none where it is empty
   */
  static Optional<HttpLine> read(
      Located<Node> from, List<String> methods, Set<String> names, Mistakes mistakes) {
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
    if (!methods.contains(method)) {
      String message = "the method must be one of " + String.join(", ", methods);
      mistakes.add(from.path(), from.at(), message, method, methods);
    }
    fault(address, names).ifPresent(fault -> mistakes.add(from, "the address " + fault));
    return Optional.of(new HttpLine(method, address));
  }

  /** What is wrong with an address that may begin with the environment's. */
  static Optional<String> fault(String address, Set<String> names) {
    boolean based = address.startsWith(HealthCheck.ENVIRONMENT_URL);
    String rest = based ? address.substring(HealthCheck.ENVIRONMENT_URL.length()) : address;
    Matcher variable = VARIABLE.matcher(rest);
    while (variable.find()) {
      if (!names.contains(variable.group(1)) || !variable.group().endsWith("}")) {
        return Optional.of(
            names.isEmpty()
                ? "may hold only ${url}, and only at its beginning"
                : "may hold only ${url} at its beginning, and ${"
                    + String.join("}, ${", names)
                    + "}");
      }
    }
    if (based && !rest.isEmpty() && !rest.startsWith("/") && !rest.startsWith("?")) {
      return Optional.of("needs a / after ${url}");
    }
    String filled = VARIABLE.matcher(rest).replaceAll("x");
    return Addresses.fault(based ? "https://environment" + filled : filled);
  }

  static Optional<Integer> status(Located<Node> from, Mistakes mistakes) {
    Optional<Long> status = Values.integer(from, mistakes);
    if (status.isPresent() && (status.get() < 100 || status.get() > 599)) {
      mistakes.add(from, "must be an HTTP status, from 100 to 599");
      return Optional.empty();
    }
    return status.map(Long::intValue);
  }
}
