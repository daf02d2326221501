package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;

/** What becomes of every answer, and of none, that an API server can give. */
class HttpAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final RunId RUN = new RunId("r-1");
  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}";

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads = connect(server.url(), Duration.ofSeconds(30));

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  @Test
  void an_expired_token_says_to_log_in_again() {
    server.on("GET", "/deployments", 401, STATUS.formatted("Unauthorized", "Unauthorized", 401));

    Problem problem = refused();

    assertThat(problem.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(problem.next()).contains("--context test auth whoami");
    assertThat(problem.sentence()).doesNotContain("s3cr3t");
  }

  @Test
  void a_missing_permission_names_verb_and_resource() {
    server.on(
        "GET",
        "/deployments",
        403,
        STATUS.formatted(
            "Forbidden", "deployments.apps is forbidden: User \\\"dev\\\" cannot list", 403));

    Problem problem = refused();

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.why()).contains("User \"dev\" cannot list");
    assertThat(problem.next()).contains("`list` on `deployments.apps`");
  }

  @Test
  void a_server_in_trouble_is_quoted() {
    server.on(
        "GET",
        "/deployments",
        500,
        STATUS.formatted("InternalError", "etcdserver: no leader", 500));

    Problem problem = refused();

    assertThat(problem.code()).isEqualTo(ErrorCode.CLUSTER_ERROR);
    assertThat(problem.why()).contains("500", "etcdserver: no leader");
    assertThat(problem.next()).contains("Try again");
  }

  @Test
  void what_is_not_kubernetes_is_said_to_be_something_else() {
    server.on("GET", "/deployments", 200, "<html>Please log in</html>");
    assertThat(refused().why()).contains("other than a Kubernetes object");
  }

  @Test
  void a_redirect_is_not_followed_with_the_token() {
    ScriptedServer elsewhere = new ScriptedServer();
    server.on(
        "GET",
        "/deployments",
        exchange -> {
          exchange.getResponseHeaders().add("Location", elsewhere.url() + "/login");
          ScriptedServer.reply(exchange, 302, "");
        });

    assertThat(refused().code()).isEqualTo(ErrorCode.CLUSTER_ERROR);
    assertThat(elsewhere.asked("GET")).isEmpty();
    elsewhere.close();
  }

  @Test
  void nobody_listening_is_an_unreachable_cluster() {
    server.close();

    Problem problem = refused();

    assertThat(problem.code()).isEqualTo(ErrorCode.CLUSTER_UNREACHABLE);
    assertThat(problem.changed()).isEqualTo(Problem.NOTHING_CHANGED);
  }

  @Test
  void a_name_that_dns_does_not_know_is_an_unreachable_cluster() {
    try (KubernetesWorkloads lost = connect("http://cluster.invalid", Duration.ofSeconds(1))) {
      assertThat(refused(lost).code()).isEqualTo(ErrorCode.CLUSTER_UNREACHABLE);
    }
  }

  @Test
  void a_server_that_takes_the_request_and_says_nothing_is_told_as_slow() {
    server.on("GET", "/deployments", server.silence());
    try (KubernetesWorkloads hasty = connect(server.url(), Duration.ofMillis(50))) {
      Problem problem = refused(hasty);

      assertThat(problem.code()).isEqualTo(ErrorCode.CLUSTER_UNREACHABLE);
      assertThat(problem.why()).contains("didn't answer in time");
    }
  }

  @Test
  void an_empty_namespace_that_does_not_exist_is_said_to_be_missing() {
    server.on("GET", "/deployments", 200, Scenes.list());
    server.on("GET", "/namespaces/stario", 404, STATUS.formatted("NotFound", "not found", 404));

    assertThat(refused().code()).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
  }

  @Test
  void whoever_may_not_read_namespaces_is_told_of_the_workload() {
    server.on("GET", "/deployments", 200, Scenes.list());
    server.on("GET", "/namespaces/stario", 403, STATUS.formatted("Forbidden", "no", 403));

    var answer = given(workloads.observe(Set.of(API))).get(API);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            one -> assertThat(one.problem().code()).isEqualTo(ErrorCode.WORKLOAD_NOT_FOUND));
  }

  @Test
  void observing_one_workload_asks_for_no_more_than_it_needs() {
    ready();

    given(workloads.observe(Set.of(API)));

    assertThat(server.asked("GET"))
        .extracting(ScriptedServer.Asked::query)
        .containsExactly("fieldSelector=metadata.name=api", "labelSelector=app=api");
  }

  @Test
  void a_rollback_sends_one_patch_and_reads_nothing_again() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 200, Scenes.deployment(8, "v1"));

    EffectOutcome outcome = workloads.rollBack(action, RUN);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            EffectOutcome.Applied.class,
            applied ->
                assertThat(Mark.parse(applied.mark()))
                    .isEqualTo(new Mark("u-1", 8, Scenes.fingerprint("v1"), "rs-1", "")));
    assertThat(workloads.requests().all())
        .isEqualTo(
            Map.of(
                "list deployments.apps",
                1L,
                "list replicasets.apps",
                1L,
                "patch deployments.apps",
                1L));
    assertThat(server.asked("PATCH").getFirst().headers().get("Content-type"))
        .containsExactly("application/json-patch+json");
  }

  @Test
  void a_conflict_is_tried_again_while_the_assumptions_hold() {
    ready();
    Action.RollBack action = planned();
    server.on(
        "PATCH",
        "/deployments/api",
        422,
        STATUS.formatted("Invalid", "the server rejected our request", 422));
    server.on("PATCH", "/deployments/api", 409, STATUS.formatted("Conflict", "modified", 409));
    server.on("PATCH", "/deployments/api", 200, Scenes.deployment(9, "v1"));
    server.on("GET", "/deployments/api", 200, Scenes.deployment(7, "v2"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.Applied.class);
    assertThat(server.asked("PATCH")).hasSize(3);
  }

  @Test
  void a_conflict_that_does_not_end_is_given_up_after_five() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 409, STATUS.formatted("Conflict", "modified", 409));
    server.on("GET", "/deployments/api", 200, Scenes.deployment(7, "v2"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.NotYet.class);
    assertThat(server.asked("PATCH")).hasSize(5);
  }

  @Test
  void a_conflict_after_which_the_template_is_another_is_refused_with_the_change() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 422, STATUS.formatted("Invalid", "rejected", 422));
    server.on("GET", "/deployments/api", 200, Scenes.deployment(8, "v3"));

    EffectOutcome outcome = workloads.rollBack(action, RUN);

    assertThat(outcome)
        .isEqualTo(
            new EffectOutcome.Refused(
                "its template has changed since the plan: image of app v2 → v3"));
    assertThat(server.asked("PATCH")).hasSize(1);
  }

  @Test
  void a_conflict_with_ourselves_is_already_so() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 422, STATUS.formatted("Invalid", "rejected", 422));
    server.on("GET", "/deployments/api", 200, Scenes.deployment(8, "v1"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.AlreadySo.class);
  }

  @Test
  void what_the_server_finds_invalid_is_refused_at_once() {
    ready();
    Action.RollBack action = planned();
    server.on(
        "PATCH",
        "/deployments/api",
        422,
        "{\"reason\":\"Invalid\",\"message\":\"image: Required"
            + " value\",\"details\":{\"causes\":[{\"field\":\"spec.image\"}]}}");

    EffectOutcome outcome = workloads.rollBack(action, RUN);

    assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(outcome.detail()).contains("image: Required value");
    assertThat(server.asked("PATCH")).hasSize(1);
  }

  @Test
  void a_missing_permission_to_patch_is_refused_and_named() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 403, STATUS.formatted("Forbidden", "cannot patch", 403));

    EffectOutcome outcome = workloads.rollBack(action, RUN);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            EffectOutcome.Refused.class, refused -> assertThat(refused.notAuthorised()).isTrue());
    assertThat(outcome.detail()).contains("patch deployments.apps");
  }

  @Test
  void a_token_that_expires_midway_is_refused_as_not_authorised() {
    ready();
    Action.RollBack action = planned();
    server.on(
        "PATCH", "/deployments/api", 401, STATUS.formatted("Unauthorized", "Unauthorized", 401));

    assertThat(workloads.rollBack(action, RUN))
        .isEqualTo(new EffectOutcome.Refused("the credentials are not accepted (401)", true));
  }

  @Test
  void a_busy_server_is_not_yet_and_says_when() {
    for (int status : List.of(429, 500, 503)) {
      try (ScriptedServer busy = new ScriptedServer();
          KubernetesWorkloads there = connect(busy.url(), Duration.ofSeconds(30))) {
        busy.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
        busy.on("GET", "/replicasets", 200, Scenes.replicaSets());
        busy.on(
            "PATCH",
            "/deployments/api",
            exchange -> {
              exchange.getResponseHeaders().add("Retry-After", "7");
              ScriptedServer.reply(exchange, status, STATUS.formatted("Busy", "later", status));
            });
        Action.RollBack action = planned(there);

        EffectOutcome outcome = there.rollBack(action, RUN);

        assertThat(outcome).as("" + status).isInstanceOf(EffectOutcome.NotYet.class);
        assertThat(outcome.detail()).contains("7 s");
      }
    }
  }

  @Test
  void a_deployment_deleted_in_between_is_refused() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", 404, STATUS.formatted("NotFound", "not found", 404));

    assertThat(workloads.rollBack(action, RUN))
        .isEqualTo(new EffectOutcome.Refused("the deployment was deleted"));
  }

  @Test
  void a_lost_answer_is_applied_where_the_template_is_the_new_one() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", ScriptedServer.drop());
    server.on("GET", "/deployments/api", 200, Scenes.deployment(8, "v1"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.Applied.class);
  }

  @Test
  void a_change_is_sent_once_though_its_connection_was_good_before() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", ScriptedServer.drop());
    server.on("GET", "/deployments/api", 200, Scenes.deployment(8, "v1"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.Applied.class);
    assertThat(server.asked("PATCH")).hasSize(1);
  }

  @Test
  void a_lost_answer_is_not_yet_where_the_template_is_the_old_one() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", ScriptedServer.drop());
    server.on("GET", "/deployments/api", 200, Scenes.deployment(7, "v2"));

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.NotYet.class);
  }

  @Test
  void a_lost_answer_is_unknown_where_nothing_can_be_seen() {
    ready();
    Action.RollBack action = planned();
    server.on("PATCH", "/deployments/api", ScriptedServer.drop());
    server.on("GET", "/deployments/api", ScriptedServer.drop());

    assertThat(workloads.rollBack(action, RUN)).isInstanceOf(EffectOutcome.Unknown.class);
  }

  @Test
  void a_watch_goes_on_where_the_list_ended_and_resumes_where_it_broke_off() {
    ready();
    ScriptedServer.Feed first = new ScriptedServer.Feed();
    ScriptedServer.Feed second = new ScriptedServer.Feed();
    server.on("WATCH", "/deployments", first).on("WATCH", "/deployments", second);
    pods();
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));

    try (Subscription _ = workloads.await(API, mark(7, "v2"), told::add)) {
      assertThat(next(told)).isInstanceOf(Observation.Progress.class);
      first.say("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"120\"}}").end();
      second.say("MODIFIED", Scenes.deployment(7, "v2", 2, "121"));
      assertThat(next(told)).isInstanceOf(Observation.Complete.class);
    }

    assertThat(server.asked("WATCH"))
        .filteredOn(one -> one.path().endsWith("/deployments"))
        .extracting(one -> one.query().replaceAll(".*resourceVersion=", ""))
        .containsExactly("100", "120");
    assertThat(workloads.requests().of("list", "deployments.apps")).isEqualTo(1);
    second.end();
  }

  @Test
  void a_version_that_the_server_has_forgotten_is_listed_anew() {
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2", 2, "300")));
    server.on("GET", "/replicasets", 200, Scenes.replicaSets());
    ScriptedServer.Feed feed = new ScriptedServer.Feed();
    feed.say("ERROR", STATUS.formatted("Expired", "too old resource version", 410));
    server.on("WATCH", "/deployments", feed).on("WATCH", "/deployments", server.silence());
    pods();
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));

    try (Subscription _ = workloads.await(API, mark(7, "v2"), told::add)) {
      assertThat(next(told)).isInstanceOf(Observation.Progress.class);
      assertThat(next(told)).isInstanceOf(Observation.Complete.class);
    }
    feed.end();
  }

  @Test
  void a_watch_that_is_refused_is_trouble_that_names_the_permission() {
    ready();
    server.on("WATCH", "/deployments", 403, STATUS.formatted("Forbidden", "cannot watch", 403));
    pods();
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));

    try (Subscription _ = workloads.await(API, mark(7, "v2"), told::add)) {
      next(told);
      assertThat(next(told))
          .isInstanceOfSatisfying(
              Observation.Trouble.class,
              trouble -> assertThat(trouble.detail()).contains("watch deployments.apps"));
    }
  }

  @Test
  void only_pods_of_the_new_replica_set_are_told_of_and_each_trouble_once() {
    ready();
    ScriptedServer.Feed rollout = new ScriptedServer.Feed();
    ScriptedServer.Feed pods = new ScriptedServer.Feed();
    server.on("WATCH", "/deployments", rollout).on("WATCH", "/pods", pods);
    server.on("GET", "/pods", 200, Scenes.list(Scenes.pod("api-2-x", "rs-2", "CrashLoopBackOff")));
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));
    Mark mark = new Mark("u-1", 7, Scenes.fingerprint("v2"), "rs-1", "");

    try (Subscription _ = workloads.await(API, mark.text(), told::add)) {
      assertThat(next(told)).isInstanceOf(Observation.Progress.class);
      pods.say("ADDED", Scenes.pod("api-1-x", "rs-1", "ErrImagePull"));
      assertThat(next(told)).isInstanceOf(Observation.Trouble.class);
      pods.say("MODIFIED", Scenes.pod("api-1-x", "rs-1", "ImagePullBackOff"));
      pods.say("MODIFIED", Scenes.pod("api-1-x", "rs-1", "ContainerCreating"));
      assertThat(next(told)).isInstanceOf(Observation.Progress.class);
      rollout.say("DELETED", Scenes.deployment(7, "v2"));
      assertThat(next(told)).isEqualTo(new Observation.Lost("the deployment was deleted"));
    }
    rollout.end();
    pods.end();
  }

  @Test
  void a_rollout_that_waits_for_a_pod_to_get_ready_names_it() {
    ready();
    ScriptedServer.Feed rollout = new ScriptedServer.Feed();
    ScriptedServer.Feed pods = new ScriptedServer.Feed();
    server.on("WATCH", "/deployments", rollout).on("WATCH", "/pods", pods);
    pods();
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));
    Mark mark = new Mark("u-1", 7, Scenes.fingerprint("v2"), "rs-1", "");

    try (Subscription _ = workloads.await(API, mark.text(), told::add)) {
      String count = next(told).detail();
      pods.say("ADDED", Scenes.runningPod("api-1-y", "rs-1", false));
      assertThat(next(told).detail()).isEqualTo(count + "; pod api-1-y is not ready");
      pods.say("ADDED", Scenes.runningPod("api-2-x", "rs-2", false));
      pods.say("MODIFIED", Scenes.runningPod("api-1-y", "rs-1", true));
      assertThat(next(told).detail()).isEqualTo(count);
    }
    rollout.end();
    pods.end();
  }

  @Test
  void events_from_before_what_was_read_are_not_taken_for_news() {
    ready();
    ScriptedServer.Feed feed = new ScriptedServer.Feed();
    server.on("WATCH", "/deployments", feed);
    pods();
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));

    try (Subscription _ = workloads.await(API, mark(7, "v2"), told::add)) {
      assertThat(next(told)).isInstanceOf(Observation.Progress.class);
      feed.say("MODIFIED", Scenes.deployment(7, "v2", 2, "99").replace("u-1", "u-0"));
      feed.say("MODIFIED", Scenes.deployment(7, "v2", 2, "98"));
      feed.say("MODIFIED", Scenes.deployment(7, "v2", 1, "101"));
      assertThat(next(told)).isEqualTo(new Observation.Progress("1 of 2 new replicas are updated"));
    }
    feed.end();
  }

  @Test
  void nothing_is_told_after_a_subscription_was_closed() {
    ready();
    ScriptedServer.Feed feed = new ScriptedServer.Feed();
    server.on("WATCH", "/deployments", feed);
    pods();
    BlockingQueue<Observation> closed = new LinkedBlockingQueue<>();
    BlockingQueue<Observation> open = new LinkedBlockingQueue<>();
    given(workloads.observe(Set.of(API)));

    Subscription first = workloads.await(API, mark(7, "v2"), closed::add);
    next(closed);
    first.close();
    first.close();
    try (Subscription _ = workloads.await(API, mark(7, "v2"), open::add)) {
      next(open);
      feed.say("MODIFIED", Scenes.deployment(7, "v2", 2, "101"));
      assertThat(next(open)).isInstanceOf(Observation.Complete.class);
    }

    assertThat(closed).isEmpty();
    assertThat(workloads.requests().of("watch", "deployments.apps")).isEqualTo(1);
    assertThat(workloads.requests().of("watch", "pods")).isLessThanOrEqualTo(1);
    feed.end();
  }

  private void ready() {
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
    server.on("GET", "/replicasets", 200, Scenes.replicaSets());
  }

  private void pods() {
    server.on("GET", "/pods", 200, Scenes.list());
    server.on("WATCH", "/pods", server.silence());
  }

  private Action.RollBack planned() {
    return planned(workloads);
  }

  private static Action.RollBack planned(KubernetesWorkloads there) {
    given(there.observe(Set.of(API)));
    return new Action.RollBack(
        API,
        new Assumption("u-1", Scenes.fingerprint("v2"), "rs-1", Scenes.fingerprint("v1")),
        2,
        "v2",
        1,
        "v1",
        List.of(),
        false,
        Duration.ofMinutes(1));
  }

  private static String mark(long generation, String version) {
    return new Mark("u-1", generation, Scenes.fingerprint(version), "", "").text();
  }

  static KubernetesWorkloads connect(String url, Duration read) {
    ClusterAccess access =
        new ClusterAccess("test", "stario", Map.of("server", url), Map.of("token", "s3cr3t"));
    Api api = given(Transport.open(access, read, Map.of(), new Redactor()));
    return new KubernetesWorkloads(
        api,
        new Problems.Place("test", "stario", url),
        new SharedWatch.Backoff(List.of(Duration.ofMillis(1))),
        new Redactor());
  }

  private Problem refused() {
    return refused(workloads);
  }

  private static Problem refused(KubernetesWorkloads there) {
    var answer = there.observe(Set.of());
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused<?>) answer).problem();
  }

  private static Observation next(BlockingQueue<Observation> told) {
    try {
      Observation observation = told.poll(30, TimeUnit.SECONDS);
      assertThat(observation).as("nothing was told").isNotNull();
      return Objects.requireNonNull(observation);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }
}
