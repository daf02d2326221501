package uz.stario.platform.traffic;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code traffic}: users of the platform, at a given rate, for a while. */
public final class TrafficCommand {

  private static final String USAGE =
      """
      Usage: traffic [--url URL] [--rate N] [--duration 60s|5m] [--seed N] [--json]

      Sends journeys of users (artists, poster, moderate, quiz, register, video) evenly spaced at a rate, whatever becomes
      of those before, and tells how many failed and how long they took from when they were meant to start.

        --url URL       where the gateway is (http://127.0.0.1:8080, or what BASE_URL says)
        --rate N        journeys a second (5)
        --duration D    how long (60s)
        --seed N        which journeys (1): the same number, the same journeys
        --json          the result as one JSON object

      Ends with 0 when no journey failed, 1 when some did, 2 when the command is wrong. A journey that was refused (4xx)
      is told apart and does not count as failed. Ctrl-C ends it early, with the result so far.
      """;

  /**
   * After the last start, how long the last answers may take: each step has ten seconds, and three
   * are the most.
   */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(40);

  private static final double MAX_RATE = 1000;
  private static final Duration MAX_DURATION = Duration.ofDays(1);

  private final PrintStream out;
  private final PrintStream err;

  public TrafficCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  private static final class Wrong extends Exception {
    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  /** Runs it; returns the exit code. */
  public int run(List<String> arguments, String defaultUrl) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    try {
      return run(Options.parse(arguments, defaultUrl));
    } catch (Wrong e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
  }

  private int run(Options options) {
    var tally = new Tally();
    var stop = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Thread hook =
        new Thread(() -> {
          stop.countDown();
          try {
            // The result is told before the process ends.
            ended.await(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    Runtime.getRuntime().addShutdownHook(hook);
    try (var client = new Client(options.url());
        var journeys = new Journeys(client, options.seed());
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      err.printf(
          "%s for %s at %s journeys a second, seed %d%n",
          options.url(), options.duration(), options.rate(), options.seed());
      if (!(journeys.signIn() instanceof Outcome.Succeeded)) {
        err.println("The traffic's own user could not sign in; what needs one will fail.");
      }
      new OpenLoop(ticker(stop), users)
          .run(
              options.rate(), options.duration(), journeys::get, () -> stop.getCount() == 0, tally);
      users.shutdown();
      if (!users.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        users.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    out.print(options.json() ? tally.json() + "\n" : tally.table());
    out.flush();
    ended.countDown();
    return tally.failed() > 0 || tally.count() == 0 ? 1 : 0;
  }

  private static OpenLoop.Ticker ticker(CountDownLatch stop) {
    return new OpenLoop.Ticker() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public void waitUntil(long instant) {
        for (long left = instant - now();
            left > 0 && stop.getCount() > 0 && !Thread.currentThread().isInterrupted();
            left = instant - now()) {
          LockSupport.parkNanos(Math.min(left, Duration.ofMillis(100).toNanos()));
        }
      }
    };
  }

  private record Options(URI url, double rate, Duration duration, long seed, boolean json) {

    static Options parse(List<String> arguments, String defaultUrl) throws Wrong {
      String url = defaultUrl;
      double rate = 5;
      Duration duration = Duration.ofMinutes(1);
      long seed = 1;
      boolean json = false;
      for (int i = 0; i < arguments.size(); i++) {
        String option = arguments.get(i);
        if (option.equals("--json")) {
          json = true;
          continue;
        }
        if (!List.of("--url", "--rate", "--duration", "--seed").contains(option)) {
          throw new Wrong("There is no option " + option);
        }
        if (++i == arguments.size()) {
          throw new Wrong(option + " needs a value");
        }
        String value = arguments.get(i);
        try {
          switch (option) {
            case "--url" -> url = value;
            case "--rate" -> rate = Double.parseDouble(value);
            case "--duration" -> duration = duration(value);
            default -> seed = Long.parseLong(value);
          }
        } catch (NumberFormatException _) {
          throw new Wrong(option + ": not a number: " + value);
        }
      }
      if (!(rate > 0 && rate <= MAX_RATE)) {
        throw new Wrong("--rate: more than 0 and at most " + (int) MAX_RATE);
      }
      if (duration.isZero() || duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
        throw new Wrong("--duration: more than 0 and at most a day");
      }
      return new Options(url(url), rate, duration, seed, json);
    }

    private static URI url(String text) throws Wrong {
      if (!text.matches("https?://[^/\\s]+.*")) {
        throw new Wrong("--url: not an address like http://127.0.0.1:8080: " + text);
      }
      try {
        return URI.create(text);
      } catch (IllegalArgumentException _) {
        throw new Wrong("--url: not an address like http://127.0.0.1:8080: " + text);
      }
    }

    private static Duration duration(String text) {
      if (text.endsWith("m")) {
        return Duration.ofMinutes(Long.parseLong(text.substring(0, text.length() - 1)));
      }
      return Duration.ofSeconds(
          Long.parseLong(text.endsWith("s") ? text.substring(0, text.length() - 1) : text));
    }
  }
}
