package uz.stario.rollback.adapters.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.testkit.NotifierContract;
import uz.stario.rollback.testkit.slack.Fault;
import uz.stario.rollback.testkit.slack.SlackReceiver;

class SlackWebhookTest extends NotifierContract {

  /** Long enough for a loaded machine; a test that waits so long has failed. */
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final SlackReceiver slack = new SlackReceiver();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final SlackWebhook webhook =
      new SlackWebhook("#incidents", slack.webhook(), new Post(AMPLE), pauses::add, AMPLE);

  @Override
  protected Notifier notifier() {
    return webhook;
  }

  @Override
  protected List<String> arrived() {
    return slack.taken().stream().map(message -> message.get("text").getAsString()).toList();
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
  void a_message_looks_as_the_playbooks_template() {
    post(message("ROLLBACK IN PROGRESS"));

    assertThat(texts())
        .containsExactly(
            "🔴 ROLLBACK IN PROGRESS",
            "*Service*: video-gen",
            "*Environment*: production",
            "*Status*: ⏳ In progress");
  }

  @Test
  void slack_is_told_to_make_no_links_or_mentions_of_what_looks_like_one() {
    post(message("@here #general"));

    assertThat(webhook.undelivered()).isEmpty();
    assertThat(slack.taken().getFirst().toString().split("\"verbatim\":true", -1)).hasSize(4);
  }

  @Test
  void a_message_without_fields_is_a_message() {
    post(new Message(Kind.COMPLETE, "ROLLBACK COMPLETE", List.of(), "Complete"));

    assertThat(texts()).containsExactly("✅ ROLLBACK COMPLETE", "*Status*: ✅ Complete");
  }

  @Test
  void values_wake_nobody_and_pretend_nothing() {
    post(
        new Message(
            Kind.INCOMPLETE,
            "ROLLBACK NOT COMPLETE",
            List.of(new Field("Reason", "<!channel> a & b > c\n*Status*: ✅ Complete")),
            "Needs a person"));

    assertThat(texts())
        .contains("*Reason*: &lt;!channel&gt; a &amp; b &gt; c *Status*: ✅ Complete");
  }

  @Test
  void what_is_longer_than_slack_takes_is_cut_and_not_refused() {
    List<Field> many =
        IntStream.range(0, 600).mapToObj(i -> new Field("F" + i, "&".repeat(5_000))).toList();

    post(new Message(Kind.IN_PROGRESS, "&".repeat(5_000), many, "<".repeat(5_000)));

    assertThat(webhook.undelivered()).isEmpty();
    assertThat(texts()).last().asString().startsWith("… and 540 more fields.");
  }

  @Test
  void too_many_requests_are_tried_again_when_slack_says_so() {
    slack.next(Fault.limited(Duration.ofSeconds(7)));
    slack.next(new Fault.Status(429, "rate_limited", Optional.of("soon")));

    post(message("AGAIN"));

    assertThat(webhook.undelivered()).isEmpty();
    assertThat(slack.requests()).hasSize(3);
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
  }

  @Test
  void a_long_silence_is_not_waited_for() {
    slack.next(Fault.limited(Duration.ofHours(1)));

    post(message("AGAIN"));

    assertThat(webhook.undelivered())
        .isEqualTo(
            "The message to #incidents not delivered: Slack answered 429 and wants"
                + " 3600 s of silence.");
    assertThat(pauses).isEmpty();
  }

  @Test
  void an_error_of_slack_is_tried_three_times_ever_more_slowly() {
    slack.always(new Fault.Status(500, "rollup_error"));

    post(message("AGAIN"));

    assertThat(slack.requests()).hasSize(3);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(webhook.undelivered())
        .isEqualTo(
            "The message to #incidents not delivered: Slack answered 500 rollup_error, 3 times.");
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_payload",
    "403,action_prohibited",
    "404,channel_not_found",
    "410,channel_is_archived"
  })
  void a_refusal_is_final_and_says_slacks_word(int status, String word) {
    slack.always(new Fault.Status(status, word));

    post(message("ONCE"));

    assertThat(slack.requests()).hasSize(1);
    assertThat(webhook.undelivered()).contains(status + " " + word);
  }

  @Test
  void a_page_that_is_not_slacks_is_not_repeated() {
    slack.always(
        new Fault.Status(404, "<html>no /services/" + SlackReceiver.SECRET + " here</html>"));

    post(message("ONCE"));

    assertThat(webhook.undelivered())
        .isEqualTo("The message to #incidents not delivered: Slack answered 404.");
  }

  @Test
  void the_address_is_in_no_text_when_nobody_answers() {
    slack.close();

    post(message("NOBODY"));

    assertThat(webhook.undelivered())
        .isEqualTo("The message to #incidents not delivered: no connection, 3 times.");
    assertThat(webhook.toString()).isEqualTo("SlackWebhook");
  }

  @Test
  void messages_beyond_the_queue_are_counted_and_posting_never_waits() {
    CountDownLatch gate = new CountDownLatch(1);
    slack.behind(gate);
    IntStream.range(0, 40).forEach(i -> webhook.post(RUN, message("NUMBER " + i)));

    assertThat(webhook.undelivered())
        .isEqualTo("40 of 40 messages to #incidents not delivered: too many were waiting.");
    gate.countDown();
    webhook.close();
    assertThat(webhook.undelivered())
        .isEqualTo("7 of 40 messages to #incidents not delivered: too many were waiting.");
  }

  @Test
  void closing_does_not_wait_for_a_slack_that_is_silent() {
    slack.behind(new CountDownLatch(1));
    SlackWebhook hasty =
        new SlackWebhook(
            "#incidents", slack.webhook(), new Post(AMPLE), pauses::add, Duration.ZERO);
    hasty.post(RUN, message("ONE"));
    hasty.post(RUN, message("TWO"));

    hasty.close();

    assertThat(hasty.undelivered()).startsWith("2 of 2 messages to #incidents");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "geheim", "ftp://geheim/x", "https:///geheim", "https://ge heim/"})
  void an_address_that_is_none_is_refused_without_repeating_it(String address) {
    assertThat(SlackWebhook.open("#incidents", address))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.SECRET_UNUSABLE);
              assertThat(refused.problem().sentence()).doesNotContain("heim");
            });
  }

  private void post(Message message) {
    webhook.post(RUN, message);
    webhook.close();
  }

  /** The texts of the only message's blocks, fields included, in order. */
  private List<String> texts() {
    return Texts.of(slack.taken().getFirst());
  }
}
