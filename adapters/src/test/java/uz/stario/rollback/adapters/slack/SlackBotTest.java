package uz.stario.rollback.adapters.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.NotifierContract;
import uz.stario.rollback.testkit.slack.Fault;
import uz.stario.rollback.testkit.slack.SlackReceiver;
import uz.stario.rollback.testkit.slack.SlackReceiver.Standing;

class SlackBotTest extends NotifierContract {

  /** Long enough for a loaded machine; a test that waits so long has failed. */
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private static final Instant NOW = Instant.parse("2026-01-31T10:05:00Z");
  private static final RunId OTHER = new RunId("0131-other");

  @TempDir private Path folder;
  private final SlackReceiver slack = new SlackReceiver();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private SlackBot bot;

  @BeforeEach
  void a_bot() {
    bot = bot(SlackReceiver.TOKEN, AMPLE);
  }

  /** One of a process of its own; what is kept in files is all that it knows. */
  private SlackBot bot(String token, Duration limit) {
    return new SlackBot(
        SlackReceiver.NAME,
        SlackReceiver.NAME,
        new WebApi(slack.api(), token, new Post(limit)),
        new ThreadFiles(folder.resolve("messages"), InstantSource.fixed(NOW)),
        pauses::add,
        AMPLE);
  }

  @Override
  protected Notifier notifier() {
    return bot;
  }

  @Override
  protected List<String> arrived() {
    return slack.taken().stream().map(payload -> payload.get("text").getAsString()).toList();
  }

  @Override
  protected void breakDown() {
    slack.always(new Fault.Refused("channel_not_found"));
  }

  @AfterEach
  void stop_slack() {
    slack.close();
  }

  @Test
  void a_run_is_one_message_changed_in_place_with_its_details_as_replies() {
    bot.post(RUN, begun());
    bot.post(RUN, ended());
    bot.close();

    assertThat(bot.undelivered()).isEmpty();
    assertThat(slack.standing()).hasSize(3);
    Standing root = slack.standing().getFirst();
    assertThat(Texts.of(root.payload()).getFirst()).isEqualTo("✅ ROLLBACK COMPLETE");
    assertThat(replies()).allMatch(reply -> reply.thread().equals(root.ts()));
    assertThat(replies().stream().map(reply -> Texts.of(reply.payload()).getFirst()))
        .containsExactly("• v2 → v1", "• all checks passed");
  }

  @Test
  void two_runs_have_two_threads() {
    bot.post(RUN, begun());
    bot.post(OTHER, begun());
    bot.post(RUN, ended());
    bot.close();

    assertThat(roots().stream().map(root -> Texts.of(root.payload()).getFirst()))
        .containsExactly("✅ ROLLBACK COMPLETE", "🔴 ROLLBACK IN PROGRESS");
  }

  @Test
  void a_run_that_needs_a_person_is_told_to_the_channel_and_not_to_its_thread_alone() {
    bot.post(RUN, begun());
    bot.post(RUN, new Message(Kind.INCOMPLETE, "NO", List.of(), "", "", List.of("help")));
    bot.close();

    assertThat(replies().stream().map(reply -> reply.payload().has("reply_broadcast")))
        .containsExactly(false, true);
  }

  @Test
  void the_process_that_takes_a_run_up_goes_on_in_its_thread() {
    bot.post(RUN, begun());
    bot.close();

    SlackBot next = bot(SlackReceiver.TOKEN, AMPLE);
    next.post(RUN, ended());
    next.close();

    assertThat(next.undelivered()).isEmpty();
    assertThat(roots()).hasSize(1);
    assertThat(replies()).hasSize(2);
  }

  @Test
  void a_reply_that_stands_there_is_not_repeated_by_the_next_process() {
    bot.post(RUN, begun());
    bot.close();

    SlackBot next = bot(SlackReceiver.TOKEN, AMPLE);
    next.post(RUN, begun());
    next.close();

    assertThat(next.undelivered()).isEmpty();
    assertThat(replies()).hasSize(1);
  }

  @Test
  void what_an_ended_process_may_have_posted_is_said_to_be_unknown() {
    SlackBot first = bot(SlackReceiver.TOKEN, AMPLE);
    slack.always(new Fault.LosesTheAnswer());
    first.post(RUN, plain("ONE"));
    first.close();
    slack.always(new Fault.Status(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.1\"}"));

    bot.post(RUN, plain("TWO"));
    bot.close();

    assertThat(bot.undelivered())
        .isEqualTo(
            "Whether the first message of run 0131-k3f9m was posted is not known; it may stand"
                + " above, unchanged.");
  }

  @Test
  void what_was_refused_for_certain_is_not_unknown_to_the_next_process() {
    slack.next(new Fault.Refused("is_archived"));
    bot.post(RUN, plain("ONE"));
    bot.close();

    SlackBot next = bot(SlackReceiver.TOKEN, AMPLE);
    next.post(RUN, plain("TWO"));
    next.close();

    assertThat(next.undelivered()).isEmpty();
    assertThat(roots()).hasSize(1);
  }

  @Test
  void a_message_whose_answer_was_lost_is_tried_again_and_said_to_stand_twice_perhaps() {
    slack.next(new Fault.LosesTheAnswer());

    post(plain("AGAIN"));

    assertThat(slack.standing()).hasSize(2);
    assertThat(bot.undelivered())
        .isEqualTo("A message may stand twice: the answer to it was lost.");
  }

  @Test
  void a_change_whose_answer_was_lost_is_tried_again_and_stands_once() {
    bot.post(RUN, plain("ONE"));
    bot.post(RUN, plain("TWO"));
    bot.close();
    SlackBot next = bot(SlackReceiver.TOKEN, AMPLE);
    slack.next(new Fault.LosesTheAnswer());
    next.post(RUN, plain("THREE"));
    next.close();

    assertThat(roots()).hasSize(1);
    assertThat(slack.requests())
        .containsExactly("chat.postMessage", "chat.update", "chat.update", "chat.update");
    assertThat(next.undelivered()).isEmpty();
  }

  @Test
  void a_message_that_somebody_has_deleted_is_posted_anew() {
    bot.post(RUN, plain("ONE"));
    bot.close();
    slack.deleteAll();

    SlackBot next = bot(SlackReceiver.TOKEN, AMPLE);
    next.post(RUN, plain("TWO"));
    next.close();

    assertThat(next.undelivered()).isEmpty();
    assertThat(Texts.of(slack.standing().getFirst().payload())).contains("🔴 TWO");
  }

  @Test
  void slack_is_given_the_silence_that_it_asks_for() {
    slack.next(Fault.limited(Duration.ofSeconds(7)), new Fault.Refused("ratelimited"));

    post(plain("AGAIN"));

    assertThat(bot.undelivered()).isEmpty();
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
  }

  @Test
  void a_long_silence_is_not_waited_for() {
    slack.next(Fault.limited(Duration.ofHours(1)));

    post(plain("AGAIN"));

    assertThat(pauses).isEmpty();
    assertThat(bot.undelivered()).contains("429 ratelimited and wants 3600 s of silence");
  }

  @Test
  void trouble_of_slack_and_of_the_way_to_it_is_tried_three_times() {
    slack.next(
        new Fault.Status(503, "<html>"), new Fault.Resets(), new Fault.Refused("internal_error"));

    post(plain("AGAIN"));

    assertThat(slack.requests()).hasSize(3);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(bot.undelivered())
        .isEqualTo("The message to #incidents not delivered: Slack says internal_error, 3 times.");
  }

  @Test
  void a_slack_that_never_answers_is_given_up() {
    slack.always(new Fault.Hangs());
    SlackBot hasty = bot(SlackReceiver.TOKEN, Duration.ofMillis(50));

    hasty.post(RUN, begun());
    hasty.close();

    assertThat(hasty.undelivered())
        .startsWith("2 of 2 messages to #incidents not delivered: no answer within");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth,put a valid bot token",
    "token_revoked,put a valid bot token",
    "missing_scope,(chat:write): give the Slack app the scope chat:write",
    "not_in_channel,invite the app into the channel",
    "is_archived,the channel is archived",
    "channel_not_found,name the channel by its id",
    "msg_too_long,make the template in the playbook shorter",
    "invalid_blocks,make the template in the playbook shorter",
    "some_new_error,Slack says some_new_error."
  })
  void a_refusal_is_final_and_says_what_to_do(String word, String remedy) {
    slack.always(new Fault.Refused(word));

    post(plain("ONCE"));

    assertThat(slack.requests()).hasSize(1);
    assertThat(bot.undelivered()).contains(word, remedy);
  }

  @Test
  void a_wrong_token_is_refused_and_in_no_text() {
    SlackBot wrong = bot("xoxb-WRONG", AMPLE);

    wrong.post(RUN, begun());
    wrong.close();

    assertThat(wrong.undelivered())
        .startsWith("2 of 2 messages to #incidents not delivered: Slack says invalid_auth: put a")
        .doesNotContain("WRONG");
    assertThat(wrong.toString()).isEqualTo("SlackBot");
  }

  @Test
  void a_page_of_a_proxy_is_not_taken_for_slack() {
    slack.always(new Fault.Status(200, "<html>please sign in</html>"));

    post(plain("ONCE"));

    assertThat(bot.undelivered()).contains("is not Slack: look at the proxy").doesNotContain("<");
  }

  @Test
  void a_slack_that_refuses_connections_is_said_to_be_unreachable() {
    slack.close();

    post(plain("NOBODY"));

    assertThat(bot.undelivered())
        .isEqualTo("The message to #incidents not delivered: no connection, 3 times.");
  }

  @Test
  void a_name_that_nobody_resolves_is_no_connection() {
    SlackBot lost =
        new SlackBot(
            SlackReceiver.NAME,
            SlackReceiver.NAME,
            new WebApi(URI.create("https://slack.invalid/api/"), "x", new Post(AMPLE)),
            new ThreadFiles(folder, InstantSource.fixed(NOW)),
            pauses::add,
            AMPLE);
    lost.post(RUN, plain("NOBODY"));
    lost.close();

    assertThat(lost.undelivered()).contains("no connection, 3 times");
  }

  @Test
  void data_wakes_nobody_and_links_nowhere() {
    String data = "<!channel> <@U123> <https://evil.example|here> &lt; @here #general";
    List<Field> fields = List.of(new Field(data, data));
    post(new Message(Kind.INCOMPLETE, data, fields, data, data, List.of(data)));

    // The receiver refuses whatever Slack would obey.
    assertThat(bot.undelivered()).isEmpty();
    assertThat(Texts.of(replies().getFirst().payload()).getFirst())
        .startsWith("• &lt;!channel&gt; &lt;@U123&gt;")
        .contains("&amp;lt;");
  }

  @Test
  void what_is_longer_than_slack_takes_is_cut_where_people_see_it() {
    String end = "&".repeat(50_000);
    List<Field> fields = IntStream.range(0, 900).mapToObj(i -> new Field("F" + i, end)).toList();
    List<String> details = IntStream.range(0, 900).mapToObj(i -> i + end).toList();

    post(new Message(Kind.COMPLETE, end, fields, end, end, details));

    assertThat(bot.undelivered()).isEmpty();
    assertThat(Texts.of(roots().getFirst().payload()))
        .anyMatch(text -> text.startsWith("… and 840 more fields."))
        .allMatch(text -> text.contains("…"));
    assertThat(Texts.of(replies().getFirst().payload()).getFirst()).contains(" more lines");
  }

  @Test
  void a_folder_that_can_not_be_written_costs_only_the_memory_of_it() throws IOException {
    Files.writeString(folder.resolve("messages"), "a file stands there");

    bot.post(RUN, begun());
    bot.post(RUN, ended());
    bot.close();

    assertThat(bot.undelivered()).isEmpty();
    assertThat(roots()).hasSize(1);
  }

  @Test
  void a_memory_that_was_spoilt_is_none() throws IOException {
    Files.createDirectories(folder.resolve("messages"));
    Files.writeString(folder.resolve("messages").resolve(RUN.value() + ".json"), "{\"to\":");

    post(begun());

    assertThat(bot.undelivered()).isEmpty();
    assertThat(roots()).hasSize(1);
  }

  @Test
  void another_channel_has_a_thread_of_its_own() {
    post(begun());
    SlackBot elsewhere =
        new SlackBot(
            SlackReceiver.NAME,
            SlackReceiver.CHANNEL,
            new WebApi(slack.api(), SlackReceiver.TOKEN, new Post(AMPLE)),
            new ThreadFiles(folder.resolve("messages"), InstantSource.fixed(NOW)),
            pauses::add,
            AMPLE);
    elsewhere.post(RUN, ended());
    elsewhere.close();

    assertThat(roots()).hasSize(2);
    assertThat(elsewhere.undelivered()).isEmpty();
  }

  @Test
  void nothing_of_the_token_is_kept() throws IOException {
    post(begun());

    Path kept = folder.resolve("messages").resolve(RUN.value() + ".json");
    assertThat(Files.readString(kept)).contains(SlackReceiver.CHANNEL).doesNotContain("GEHEIM");
  }

  @Test
  void what_is_older_than_thirty_days_is_removed() {
    InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofDays(31)));
    post(begun());
    Path mine = folder.resolve("messages").resolve(RUN.value() + ".json");
    assertThat(mine).exists();

    new ThreadFiles(folder.resolve("messages"), later)
        .keep(OTHER, new Threads.Known("#x", Optional.empty(), Set.of()));

    assertThat(mine).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://slack.example/api", "https:///x", "ftp://slack.example"})
  void a_token_is_not_sent_over_a_way_that_others_read(String api) {
    assertRefused(api, "xoxb-GEHEIM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xoxb GEHEIM", "xoxb-GEHEIM\nX: y", "xoxb-GEHEIMé"})
  void what_can_be_no_token_is_refused_without_repeating_it(String token) {
    assertRefused("https://slack.example/api", token);
  }

  private void assertRefused(String api, String token) {
    var route =
        new Channel.Route.Bot(
            "#incidents", new SecretSource.FromEnvironment("TOKEN"), Optional.of(api));
    assertThat(SlackBot.open("#incidents", route, token, folder, InstantSource.system()))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.SECRET_UNUSABLE);
              assertThat(refused.problem().sentence()).doesNotContain("GEHEIM");
            });
  }

  private void post(Message message) {
    bot.post(RUN, message);
    bot.close();
  }

  private List<Standing> roots() {
    return slack.standing().stream().filter(message -> message.thread().isEmpty()).toList();
  }

  private List<Standing> replies() {
    return slack.standing().stream().filter(message -> !message.thread().isEmpty()).toList();
  }

  private static Message begun() {
    return new Message(
        Kind.IN_PROGRESS,
        "ROLLBACK IN PROGRESS",
        List.of(new Field("Service", "video-gen")),
        "In progress",
        "Will update when complete.",
        List.of("v2 → v1"));
  }

  private static Message ended() {
    return new Message(
        Kind.COMPLETE,
        "ROLLBACK COMPLETE",
        List.of(new Field("Service", "video-gen")),
        "Complete",
        "",
        List.of("all checks passed"));
  }

  private static Message plain(String title) {
    return new Message(Kind.IN_PROGRESS, title, List.of(new Field("Service", "video-gen")), "");
  }
}
