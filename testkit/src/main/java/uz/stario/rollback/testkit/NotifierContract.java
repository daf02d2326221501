package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Message.Field;
import uz.stario.rollback.announce.Message.Kind;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.run.RunId;

/** What every {@link Notifier} does. */
public abstract class NotifierContract {

  /** The run that the messages are about. */
  protected static final RunId RUN = new RunId("0131-k3f9m");

  /** The one under test, the same throughout a test. */
  protected abstract Notifier notifier();

  /** The texts of what has arrived, in order; each holds at least the message's title. */
  protected abstract List<String> arrived();

  /** From now on the channel takes nothing. */
  protected abstract void breakDown();

  @AfterEach
  final void close_the_notifier() {
    notifier().close();
  }

  @Test
  void a_message_has_arrived_when_the_notifier_is_closed() {
    notifier().post(RUN, message("ONE"));
    notifier().close();

    assertThat(arrived()).singleElement().asString().contains("ONE");
    assertThat(notifier().undelivered()).isEmpty();
  }

  @Test
  void messages_arrive_in_the_order_in_which_they_were_posted() {
    IntStream.range(0, 10).forEach(i -> notifier().post(RUN, message("NUMBER " + i + ".")));
    notifier().close();

    assertThat(arrived()).hasSize(10);
    IntStream.range(0, 10).forEach(i -> assertThat(arrived().get(i)).contains("NUMBER " + i + "."));
  }

  @Test
  void a_notifier_that_was_given_nothing_has_nothing_undelivered() {
    notifier().close();

    assertThat(notifier().undelivered()).isEmpty();
  }

  @Test
  void a_message_that_does_not_arrive_is_said_in_one_line_and_nothing_is_thrown() {
    breakDown();
    notifier().post(RUN, message("LOST"));
    notifier().close();

    assertThat(arrived()).isEmpty();
    assertThat(notifier().undelivered()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void a_message_after_the_end_is_undelivered_and_nothing_is_thrown() {
    notifier().close();
    notifier().post(RUN, message("LATE"));

    assertThat(arrived()).isEmpty();
    assertThat(notifier().undelivered()).isNotBlank();
  }

  @Test
  void closing_twice_is_as_closing_once() {
    notifier().post(RUN, message("ONE"));
    notifier().close();
    notifier().close();

    assertThat(arrived()).hasSize(1);
  }

  @Test
  void messages_with_awkward_values_arrive() {
    Generated generated = new Generated(11);
    List<Field> fields =
        IntStream.range(0, 60)
            .mapToObj(_ -> new Field(generated.text(), generated.text()))
            .toList();
    notifier().post(RUN, new Message(Kind.INCOMPLETE, "AWKWARD", fields, generated.text()));
    notifier().close();

    assertThat(notifier().undelivered()).isEmpty();
    assertThat(arrived()).hasSize(1);
  }

  /** A message of two fields. */
  protected static Message message(String title) {
    return new Message(
        Kind.IN_PROGRESS,
        title,
        List.of(new Field("Service", "video-gen"), new Field("Environment", "production")),
        "In progress");
  }
}
