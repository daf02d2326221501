package uz.stario.rollback.app.cli.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.PodVerdict;
import uz.stario.rollback.verify.Verification;

/**
 * Makes all checks of some services: several at once, each within its limit, told in the order of
 * the playbook.
 */
final class Verifying {

  /** A few services are asked together; a platform that is ill is not asked by a crowd. */
  private static final int AT_ONCE = 8;

  /** Of the API server, for the pods of one workload. */
  private static final Duration PODS_LIMIT = Duration.ofSeconds(15);

  /** A container may have been restarted for reasons of long ago. */
  private static final int RESTARTS = Integer.MAX_VALUE;

  /** What a check that keeps to its limit needs beyond it until it is back here. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Scopes.Observed observed;
  private final HttpProbe probe;

  Verifying(Scopes.Observed observed, HttpProbe probe) {
    this.observed = observed;
    this.probe = probe;
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
          begun.add(begin(threads, service, pods.name(), pods.limit(), () -> pods(pods)));
        }
        for (HealthCheck check : service.checks()) {
          begun.add(begin(threads, service, check.name(), check.limit(), () -> health(check)));
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

  private static Begun begin(
      ExecutorService threads,
      Service service,
      String name,
      Duration limit,
      Callable<Checked> check) {
    return new Begun(service.name(), name, limit, System.nanoTime(), threads.submit(check));
  }

  private Checked pods(PodCheck check) {
    return PodVerdict.of(check, observed.workloads().pods(check.workload()));
  }

  private Checked health(HealthCheck check) {
    return new Checked(probe.probe(check), List.of());
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
