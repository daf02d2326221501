package uz.stario.rollback.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.testkit.StoresContract;

class RedisQueuesTest extends StoresContract {

  private static final String QUEUE = "video_generation_queue";
  private static final RunId RUN = new RunId("20260304-e5f6");
  private static final String KEPT = QUEUE + ":quarantine:" + RUN;

  private RedisServer server;
  private Jedis client;

  @BeforeEach
  void open() throws Exception {
    RedisServer.need();
    server = RedisServer.start();
    client = server.client();
    var _ = client.rpush(QUEUE, "job-1", "job-2", "job-3");
  }

  @AfterEach
  void close() throws Exception {
    if (client != null) {
      client.close();
      server.close();
    }
  }

  @Override
  protected Stores stores() {
    return at(server.address());
  }

  @Override
  protected Action.StoreChange change() {
    return new Action.StoreChange(
        QueueQuarantine.KIND,
        "queue/" + QUEUE,
        new TreeMap<>(Map.of("env", "SHOP_REDIS_URL", "key", QUEUE)),
        Danger.DISRUPTIVE,
        true,
        OnFailure.GO_ON,
        Duration.ofSeconds(30),
        "",
        "",
        "");
  }

  @Override
  protected int done() {
    return client.keys(QUEUE + ":quarantine:*").size();
  }

  @Override
  protected int lost() {
    long jobs =
        client.keys(QUEUE + "*").stream().mapToLong(key -> client.lrange(key, 0, -1).size()).sum();
    return 3 - (int) jobs;
  }

  @Test
  void the_jobs_are_kept_in_their_order_and_do_not_expire() {
    assertThat(client.expire(QUEUE, 60)).isOne();

    EffectOutcome outcome = stores().perform(change(), RUN, 1, false);

    assertThat(outcome).isEqualTo(new EffectOutcome.Applied("3 jobs are kept under " + KEPT, ""));
    assertThat(client.lrange(KEPT, 0, -1)).containsExactly("job-1", "job-2", "job-3");
    assertThat(client.ttl(KEPT)).isEqualTo(-1);
    assertThat(client.exists(QUEUE)).isFalse();
  }

  @Test
  void an_empty_queue_is_already_so() {
    assertThat(client.del(QUEUE)).isOne();

    assertThat(stores().perform(change(), RUN, 1, false))
        .isEqualTo(new EffectOutcome.AlreadySo("the queue is empty", ""));
    assertThat(client.keys("*")).isEmpty();
  }

  @Test
  void jobs_that_came_since_are_left_alone_by_a_second_attempt() {
    var _ = stores().perform(change(), RUN, 1, false);
    assertThat(stores().perform(change(), RUN, 2, true).detail()).contains("3 jobs are kept");
    var _ = client.rpush(QUEUE, "job-4");

    EffectOutcome again = stores().perform(change(), RUN, 3, true);

    assertThat(again).isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(client.lrange(QUEUE, 0, -1)).containsExactly("job-4");
    assertThat(stores().look(change(), RUN))
        .isEqualTo(new Sight.Done("3 jobs are kept under " + KEPT, ""));
  }

  @Test
  void the_way_back_brings_the_jobs_back_and_is_refused_where_new_ones_are() {
    var _ = stores().perform(change(), RUN, 1, false);
    var _ = client.rpush(QUEUE, "job-4");
    assertThat(client.renamenx(KEPT, QUEUE)).isZero();

    assertThat(client.del(QUEUE)).isOne();
    assertThat(client.renamenx(KEPT, QUEUE)).isOne();
    assertThat(client.lrange(QUEUE, 0, -1)).containsExactly("job-1", "job-2", "job-3");
  }

  @Test
  void a_queue_of_any_type_is_put_aside() {
    for (String type : new String[] {"stream", "zset", "set", "hash", "string"}) {
      var _ = client.del(QUEUE);
      switch (type) {
        case "stream" -> {
          var _ = client.xadd(QUEUE, redis.clients.jedis.StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
        }
        case "zset" -> {
          var _ = client.zadd(QUEUE, 1, "a");
        }
        case "set" -> {
          var _ = client.sadd(QUEUE, "a");
        }
        case "hash" -> {
          var _ = client.hset(QUEUE, "a", "b");
        }
        default -> {
          var _ = client.set(QUEUE, "a");
        }
      }
      RunId run = new RunId("run-" + type);

      EffectOutcome outcome = stores().perform(change(), run, 1, false);

      assertThat(outcome).as(type).isInstanceOf(EffectOutcome.Applied.class);
      assertThat(outcome.detail())
          .contains((type.equals("string") ? "the jobs are" : "1 job is") + " kept under " + QUEUE);
      assertThat(client.type(QUEUE + ":quarantine:" + run)).isEqualTo(type);
    }
  }

  @Test
  void a_wrong_password_or_none_is_not_authorised_and_never_repeated() {
    for (String user : new String[] {":wr0ng@", ""}) {
      EffectOutcome outcome =
          at("redis://" + user + "127.0.0.1:" + server.port()).perform(change(), RUN, 1, false);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              EffectOutcome.Refused.class, refused -> assertThat(refused.notAuthorised()).isTrue());
      assertThat(outcome.detail()).contains("does not accept").doesNotContain("wr0ng");
    }
    assertThat(client.llen(QUEUE)).isEqualTo(3);
  }

  @Test
  void a_user_who_may_not_rename_is_told_so() {
    var _ = client.aclSetUser("reader", "on", ">pw", "~*", "+@read", "+@connection");

    EffectOutcome outcome =
        at("redis://reader:pw@127.0.0.1:" + server.port()).perform(change(), RUN, 1, false);

    assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(outcome.detail()).contains("may not do that", "renamenx");
  }

  @Test
  void a_server_that_is_away_is_tried_again_and_nothing_is_said_to_have_happened()
      throws Exception {
    String away = "redis://127.0.0.1:" + RedisServer.freePort();

    assertThat(at(away).perform(change(), RUN, 1, false))
        .isInstanceOfSatisfying(
            EffectOutcome.NotYet.class,
            notYet -> {
              assertThat(notYet.unknown()).isTrue();
              assertThat(notYet.detail()).contains("can't be reached", "refused");
            });
    assertThat(at(away).look(change(), RUN)).isInstanceOf(Sight.CannotTell.class);
  }

  @Test
  void a_server_that_takes_the_connection_and_never_answers_is_not_waited_for_for_ever()
      throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      EffectOutcome outcome =
          at("redis://127.0.0.1:" + silent.getLocalPort()).perform(change(), RUN, 1, false);

      assertThat(outcome).isInstanceOfAny(EffectOutcome.NotYet.class, EffectOutcome.Unknown.class);
    }
  }

  @Test
  void an_answer_that_was_lost_is_unknown_and_the_next_attempt_finds_what_was_done() {
    // The server takes the rename and answers when its pause is over, too late for the adapter.
    var _ = client.configSet("timeout", "0");
    var _ =
        client.sendCommand(redis.clients.jedis.Protocol.Command.CLIENT, "PAUSE", "60000", "WRITE");

    EffectOutcome lost = stores().perform(change(), RUN, 1, false);
    assertThat(lost).isInstanceOf(EffectOutcome.Unknown.class);

    var _ = client.sendCommand(redis.clients.jedis.Protocol.Command.CLIENT, "UNPAUSE");
    EffectOutcome again = stores().perform(change(), RUN, 2, true);
    assertThat(again).isInstanceOfAny(EffectOutcome.Applied.class, EffectOutcome.AlreadySo.class);
    assertThat(client.llen(KEPT)).isEqualTo(3);
  }

  @Test
  void a_read_only_replica_names_the_primary_as_the_remedy() throws Exception {
    try (RedisServer replica =
        RedisServer.start(
            "--replicaof", "127.0.0.1 " + server.port(), "--masterauth", RedisServer.PASSWORD)) {
      EffectOutcome outcome = at(replica.address()).perform(change(), RUN, 1, false);

      assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
      assertThat(outcome.detail()).contains("replica", "primary's");
    }
    assertThat(client.llen(QUEUE)).isEqualTo(3);
  }

  @Test
  void a_cluster_is_told_apart() throws Exception {
    try (RedisServer cluster = RedisServer.start("--cluster-enabled", "yes");
        Jedis node = cluster.client()) {
      var _ =
          node.sendCommand(
              redis.clients.jedis.Protocol.Command.CLUSTER, "ADDSLOTSRANGE", "0", "16383");

      EffectOutcome outcome = at(cluster.address()).perform(change(), RUN, 1, false);

      // Until the node has found itself well it answers CLUSTERDOWN, which is tried again.
      while (outcome instanceof EffectOutcome.NotYet) {
        outcome = at(cluster.address()).perform(change(), RUN, 1, false);
      }
      assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
      assertThat(outcome.detail()).contains("part of a cluster", "by hand");
    }
  }

  @Test
  void what_is_no_address_is_refused_and_never_repeated() {
    for (String address :
        new String[] {
          "127.0.0.1", "http://:s3cret@host", "redis://:s3cret@", "redis://h h:s3cret"
        }) {
      EffectOutcome outcome = at(address).perform(change(), RUN, 1, false);

      assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
      assertThat(outcome.detail()).contains("redis://host:6379/0").doesNotContain("s3cret");
    }
  }

  @Test
  void an_address_that_is_not_there_is_refused_with_where_it_should_be() {
    Stores none =
        new RedisQueues(source ->
            Answer.refused(
                Problem.unchanged(
                    ErrorCode.SECRET_UNUSABLE, "Cannot read it.", source + " is not set.", "")));

    assertThat(none.perform(change(), RUN, 1, false).detail()).contains("SHOP_REDIS_URL");
    assertThat(none.look(change(), RUN)).isInstanceOf(Sight.CannotTell.class);
  }

  private static Stores at(String address) {
    return new RedisQueues(_ -> Answer.given(address));
  }
}
