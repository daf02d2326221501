package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.verify.CheckResult;

/**
 * A probe that finds at each address what the test has put there; unknown where nothing was put.
 *
 * <p>Several endpoints at one address are met one after the other; the last one stays. Thread-safe.
 */
public final class ScriptedProbe implements HttpProbe {

  private static final int MAX_REDIRECTS = 3;

  private final Map<String, List<Endpoint>> script = new HashMap<>();
  private final List<HealthCheck> asked = new ArrayList<>();

  public synchronized ScriptedProbe at(String address, Endpoint... endpoints) {
    script.put(address, new ArrayList<>(List.of(endpoints)));
    return this;
  }

  /** Every check asked for, in order. */
  public synchronized List<HealthCheck> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized CheckResult probe(HealthCheck check) {
    asked.add(check);
    return from(check, check.url(), 0);
  }

  private CheckResult from(HealthCheck check, String address, int redirects) {
    List<Endpoint> endpoints = script.getOrDefault(address, List.of());
    if (endpoints.isEmpty()) {
      return new CheckResult.Unknown("the name does not resolve");
    }
    Endpoint met = endpoints.size() == 1 ? endpoints.getFirst() : endpoints.removeFirst();
    return switch (met) {
      case Endpoint.Answers(int status, String body) -> judge(check, status, body);
      case Endpoint.RedirectsTo _ when check.status() == 302 -> judge(check, 302, "");
      case Endpoint.RedirectsTo _ when redirects == MAX_REDIRECTS ->
          new CheckResult.Failed("redirected too often");
      case Endpoint.RedirectsTo(String next) when !scheme(next).equals(scheme(address)) ->
          new CheckResult.Unknown("redirected elsewhere");
      case Endpoint.RedirectsTo(String next) -> from(check, next, redirects + 1);
      case Endpoint.RefusesConnections _ -> new CheckResult.Failed("the connection was refused");
      case Endpoint.StaysSilent _ -> new CheckResult.Unknown("no answer in time");
      case Endpoint.HangsUp _ -> new CheckResult.Failed("the connection gave no HTTP answer");
    };
  }

  private static CheckResult judge(HealthCheck check, int status, String body) {
    boolean well =
        status == check.status() && check.bodyContains().stream().allMatch(body::contains);
    return well
        ? new CheckResult.Passed("answered " + status)
        : new CheckResult.Failed("answered " + status);
  }

  private static String scheme(String address) {
    return address.substring(0, Math.max(0, address.indexOf(':')));
  }
}
