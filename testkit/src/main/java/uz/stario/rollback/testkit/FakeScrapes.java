package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import uz.stario.rollback.metrics.Exposition;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.port.Scrapes;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** Processes of a test that expose what they are given; nobody listens elsewhere. Thread-safe. */
public final class FakeScrapes implements Scrapes {

  private final InstantSource clock;
  private final Map<String, String> exposed = new HashMap<>();

  public FakeScrapes(InstantSource clock) {
    this.clock = clock;
  }

  /** What the process at an address exposes from now on, in the text format. */
  public synchronized FakeScrapes expose(String address, String text) {
    exposed.put(address, text);
    return this;
  }

  @Override
  public synchronized Answer<Scrape> scrape(String address, Set<String> series, Duration limit) {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      return refused(ErrorCode.METRICS_UNUSABLE, "the address is not valid");
    }
    if (!exposed.containsKey(address)) {
      return refused(ErrorCode.METRICS_UNREACHABLE, "the connection was refused");
    }
    Exposition reading =
        new Exposition(clock.instant(), Exposition.Format.TEXT, series, Exposition.Limits.USUAL);
    exposed.getOrDefault(address, "").lines().forEach(reading::line);
    return switch (reading.finish()) {
      case Exposition.Result.Read(Scrape scrape) -> Answer.given(scrape);
      case Exposition.Result.Unreadable(String why) -> refused(ErrorCode.METRICS_UNUSABLE, why);
    };
  }

  private static Answer<Scrape> refused(ErrorCode code, String why) {
    return Answer.refused(
        Problem.unchanged(
            code, "Cannot read the metrics of the service.", "Metrics: " + why + ".", "Look."));
  }
}
