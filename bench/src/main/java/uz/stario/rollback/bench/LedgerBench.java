package uz.stario.rollback.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import uz.stario.rollback.adapters.sqlite.SqliteLedger;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;

/** How soon the newest of ten thousand releases are listed. */
public final class LedgerBench {

  private static final Duration PROMISED = Duration.ofMillis(300);
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instant FIRST = Instant.parse("2016-01-02T03:04:05Z");
  private static final List<String> SERVICES =
      List.of("api-gateway", "video-gen", "face-similarity", "poster-gen", "regtech");

  private final LedgerOptions options;
  private final String stario = Surroundings.launcher().toString();

  private LedgerBench(LedgerOptions options) {
    this.options = options;
  }

  /** Arguments: {@code [--releases N] [--pairs N] [--in FOLDER]}. */
  public static void main(String[] arguments) {
    Path usual = Surroundings.launcher().resolveSibling("bench").resolve("target");
    Ending.of(() -> new LedgerBench(LedgerOptions.parse(List.of(arguments), usual)).run());
  }

  /**
   * Medians of whole processes.
   *
   * @param newest the list as it is without options
   * @param ofService the newest of one service
   * @param all every release
   * @param version the floor: a process that reads nothing
   */
  private record Figures(Duration newest, Duration ofService, Duration all, Duration version) {}

  private int run() throws BenchFailure {
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      TempFolder folder = cleanup.later(Folders.makeIn(options.folder(), "ledger-"));
      Path state = folder.path().resolve("state");
      System.err.println("writing " + options.releases() + " releases");
      try (Ledger ledger = new SqliteLedger(state.resolve("ledger.db"))) {
        fill(ledger);
      }
      Outside outside =
          cleanup.later(new Outside(folder.path(), Map.of("STARIO_STATE", state.toString())));
      Figures figures = measure(outside);
      return Ending.tell(table(figures), shortfalls(figures), lastLine(figures));
    }
  }

  /** Through the port, so that it is what pipelines leave; every second one has been judged. */
  private void fill(Ledger ledger) throws BenchFailure {
    for (int i = 0; i < options.releases(); i++) {
      Release release = release(i);
      given(ledger.record(release));
      if (i % 2 == 0) {
        Judgement judgement =
            new Judgement(
                release.id(),
                i % 10 == 0 ? Health.BAD : Health.HEALTHY,
                "12 % of requests failed",
                "anna",
                release.at().plusSeconds(3600));
        Optional<Problem> problem = ledger.judge(judgement);
        if (problem.isPresent()) {
          throw failed(problem.get());
        }
      }
    }
  }

  private static Release release(int number) {
    TreeMap<String, ReleasedService> services = new TreeMap<>();
    // Of one service mostly, of all of them now and then.
    List<String> released =
        number % 7 == 0 ? SERVICES : List.of(SERVICES.get(number % SERVICES.size()));
    for (String service : released) {
      String image =
          "registry.example/stario/%s:v1.%d.0@sha256:%064x".formatted(service, number, number);
      services.put(
          service,
          new ReleasedService(
              new TreeSet<>(Set.of(image)),
              new TreeMap<>(Map.of("secret/jwt", "%032x".formatted(number / 100)))));
    }
    return new Release(
        FIRST.plus(Duration.ofHours(number)),
        "production",
        "v1." + number + ".0",
        services,
        "9f3c",
        "bug fix " + number,
        "pipeline");
  }

  private Figures measure(Outside outside) throws BenchFailure {
    outside.must(BUILD, List.of(stario, "release", "list"));
    List<Duration> newest = new ArrayList<>();
    List<Duration> ofService = new ArrayList<>();
    List<Duration> all = new ArrayList<>();
    List<Duration> version = new ArrayList<>();
    List<String> list = List.of(stario, "release", "list");
    for (int pair = 0; pair < options.pairs(); pair++) {
      newest.add(outside.must(LIMIT, list).wall());
      version.add(outside.must(LIMIT, List.of(stario, "--version")).wall());
      ofService.add(outside.must(LIMIT, with(list, "--service", SERVICES.getLast())).wall());
      all.add(outside.must(LIMIT, with(list, "--limit", "" + options.releases())).wall());
    }
    return new Figures(Median.of(newest), Median.of(ofService), Median.of(all), Median.of(version));
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(List.of(more));
    return longer;
  }

  private List<String> table(Figures figures) {
    return List.of(
        String.format(Locale.ROOT, "%-24s %10s   %s", "of " + options.releases(), "ms", "promised"),
        row("the newest 20", figures.newest(), "" + PROMISED.toMillis()),
        row("the newest of a service", figures.ofService(), ""),
        row("all", figures.all(), ""),
        row("--version", figures.version(), "(the floor)"));
  }

  private static String row(String what, Duration took, String promised) {
    return String.format(Locale.ROOT, "%-24s %10d   %s", what, took.toMillis(), promised);
  }

  private static List<String> shortfalls(Figures figures) {
    return figures.newest().compareTo(PROMISED) <= 0
        ? List.of()
        : List.of(
            "the newest: promised at most %d ms, took %d ms"
                .formatted(PROMISED.toMillis(), figures.newest().toMillis()));
  }

  private String lastLine(Figures figures) {
    return String.format(
        Locale.ROOT,
        "ledger list=%dms service=%dms all=%dms version=%dms list/version=%.2f of=%d",
        figures.newest().toMillis(),
        figures.ofService().toMillis(),
        figures.all().toMillis(),
        figures.version().toMillis(),
        (double) figures.newest().toNanos() / figures.version().toNanos(),
        options.releases());
  }

  private static <T> T given(Answer<T> answer) throws BenchFailure {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(Problem problem) -> throw failed(problem);
    };
  }

  private static BenchFailure failed(Problem problem) {
    return BenchFailure.failed(problem.what() + " " + problem.why());
  }
}
