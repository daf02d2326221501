package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests that a healthy service answers in a known way, as a user makes them one after the other,
 * and what puts things in place before and away afterwards.
 *
 * <p>In addresses, headers and bodies {@code ${url}} stands for the environment's address, {@code
 * ${unique}} for a name that no other attempt has, {@code ${token}} for the token, and what an
 * earlier request captured for itself.
 *
 * @param token where {@code ${token}} is read; a request of {@code setUp} may capture it instead
 * @param setUp made first; the check goes no further where one of them fails
 * @param cleanUp made in the end whatever came before, as far as what they name is known
 * @param limit of set-up and requests together; the clean-up has as long once more
 */
public record HttpCheck(
    String name,
    Optional<SecretSource> token,
    List<HttpRequest> setUp,
    List<HttpRequest> requests,
    List<HttpRequest> cleanUp,
    Duration limit)
    implements Check {

  /** The name of what {@code ${url}} stands for. */
  public static final String URL = "url";

  /** The name of what {@code ${unique}} stands for. */
  public static final String UNIQUE = "unique";

  /** The name of what {@code ${token}} stands for. */
  public static final String TOKEN = "token";

  /** Refuses a check that asks nothing. */
  public HttpCheck {
    setUp = List.copyOf(setUp);
    requests = List.copyOf(requests);
    cleanUp = List.copyOf(cleanUp);
    if (requests.isEmpty()) {
      throw new IllegalArgumentException("the check " + name + " has no request");
    }
  }

  @Override
  public HttpCheck in(Environment environment) {
    return new HttpCheck(
        name,
        token,
        complete(setUp, environment),
        complete(requests, environment),
        complete(cleanUp, environment),
        limit);
  }

  private static List<HttpRequest> complete(List<HttpRequest> requests, Environment environment) {
    return requests.stream().map(request -> request.in(environment)).toList();
  }

  @Override
  public Duration patience() {
    return limit; // the clean-up
  }

  /** The names that are used where nothing gives them a value, each in the words of the file. */
  public Set<String> undefined() {
    Set<String> defined = new HashSet<>(Set.of(URL, UNIQUE));
    if (token.isPresent()) {
      defined.add(TOKEN);
    }
    Set<String> undefined = new TreeSet<>();
    List<HttpRequest> all = new ArrayList<>(setUp);
    all.addAll(requests);
    all.addAll(cleanUp);
    for (HttpRequest request : all) {
      request.uses().stream().filter(name -> !defined.contains(name)).forEach(undefined::add);
      defined.addAll(request.captures().keySet());
    }
    return undefined;
  }
}
