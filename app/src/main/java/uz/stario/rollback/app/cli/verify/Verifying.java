package uz.stario.rollback.app.cli.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.check.Before;
import uz.stario.rollback.check.CheckPorts;
import uz.stario.rollback.check.EveryCheck;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.Verification;

/**
 * Makes all checks of some services: several at once, each within its limit, told in the order of
 * the playbook.
 */
final class Verifying {

  /** As many wait as are made together at most, and those whose turn comes. */
  private static final int AT_ONCE = 8;

  /** Of the API server, for the pods of one workload. */
  private static final Duration PODS_LIMIT = Duration.ofSeconds(15);

  /** A container may have been restarted for reasons of long ago. */
  private static final int RESTARTS = Integer.MAX_VALUE;

  /** What a check that keeps to its limit needs beyond it until it is back here. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Scopes.Observed observed;
  private final boolean whole;
  private final EveryCheck checks;
  private final InstantSource clock;

  /**
   * @param whole whether the checks of the platform as a whole are made too
   */
  Verifying(Scopes.Observed observed, CheckPorts ports, boolean whole) {
    this.observed = observed;
    this.whole = whole;
    this.checks = new EveryCheck(ports, Before.UNKNOWN);
    this.clock = ports.clock();
  }

  private record Begun(
      String service, String name, Duration limit, long since, Future<Checked> result) {}

  Verification verify() throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("verify-", 1).factory());
    try {
      List<Begun> begun = new ArrayList<>();
      for (Service service : observed.scope().services()) {
        for (WorkloadRef workload : service.workloads()) {
          PodCheck pods = new PodCheck("pods of " + workload, workload, RESTARTS, PODS_LIMIT);
          begun.add(begin(threads, service.name(), pods, Instant.EPOCH));
        }
        for (Check check : service.checks()) {
          begun.add(begin(threads, service.name(), check, changed(List.of(service))));
        }
      }
      if (whole) {
        for (Check check : observed.scope().checks()) {
          begun.add(begin(threads, "", check, changed(observed.scope().services())));
        }
      }
      List<Verification.One> all = new ArrayList<>();
      for (Begun one : begun) {
        all.add(end(one, begun.size()));
      }
      return new Verification(all);
    } finally {
      threads.shutdownNow();
    }
  }

  private Begun begin(ExecutorService threads, String service, Check check, Instant since) {
    Duration limit = check.limit().plus(check.patience());
    Future<Checked> result = threads.submit(() -> make(check, since));
    return new Begun(service, check.name(), limit, System.nanoTime(), result);
  }

  /** Twice where the second look tells. */
  private Checked make(Check check, Instant since) throws InterruptedException {
    Checked first = checks.attempt(check, since);
    if (check instanceof ScrapeCheck scrape
        && scrape.measure().needsTwo()
        && first.result() instanceof CheckResult.Unknown) {
      Thread.sleep(scrape.apart());
      return checks.attempt(check, since);
    }
    return first;
  }

  /** When the newest of some services was last changed. */
  private Instant changed(List<Service> services) {
    return services.stream()
        .flatMap(service -> service.workloads().stream())
        .flatMap(ref ->
            observed.states().get(ref) instanceof Answer.Given<WorkloadState>(WorkloadState state)
                ? Stream.of(state.changedAt())
                : Stream.empty())
        .max(Comparator.naturalOrder())
        .orElseGet(clock::instant);
  }

  /** A check that waits for its turn waits for those before it, each of which has a limit. */
  private static Verification.One end(Begun one, int all) throws InterruptedException {
    Duration turns = one.limit().plus(GRACE).multipliedBy(1L + all / AT_ONCE);
    Checked checked;
    try {
      checked = one.result().get(turns.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      one.result().cancel(true);
      checked = unknown("no answer in " + one.limit().toSeconds() + " s");
    } catch (ExecutionException e) {
      checked = unknown("internal error: " + e.getCause());
    }
    return new Verification.One(
        one.service(), one.name(), checked, Duration.ofNanos(System.nanoTime() - one.since()));
  }

  private static Checked unknown(String why) {
    return new Checked(new CheckResult.Unknown(why), List.of());
  }
}
