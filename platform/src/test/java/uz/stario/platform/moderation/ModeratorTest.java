package uz.stario.platform.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found however it is written, and what is left alone. */
class ModeratorTest {

  private final Moderator moderator = new Moderator(Terms.shipped());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I will kill you",
        "I WILL KILL YOU!",
        "I will k.i.l.l you",
        "I will k i l l you",
        "I will kiiiill yooou",
        "I will k1ll y0u",
        "I will k!ll you",
        "I will k\u200bi\u200dl\u00adl you",
        "I will k\u0456ll you",
        "I will \uff4b\uff49\uff4c\uff4c you",
        "I will ki\u0301ll y\u00f6u",
        "heroin",
        "h\u0435r\u043ein",
        "\u0413\u0415\u0420\u041e\u0418\u041d\u0410",
        "seni o'ldiraman",
        "seni o\u2018ldiraman",
        "seni O\u02bbLDIRAMAN",
        "сени ўлдираман",
        "онлайн казино",
        "0нлайн kазин0",
        "onlayn kazino",
        "casino jackpots"
      })
  void what_may_not_be_published_is_found_however_it_is_written(String text) {
    Moderator.Decision decision = moderator.decide(text);

    assertThat(decision.allowed()).as(decision.toString()).isFalse();
    assertThat(decision.reasons()).isNotEmpty();
    assertThat(decision.score()).isGreaterThanOrEqualTo(Moderator.THRESHOLD).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Test message",
        "See you in Samarkand!",
        "Концерт в пятницу",
        "Eng zo‘r qo‘shiq",
        "Ҳаммага салом",
        "This song kills",
        "skill you can learn",
        "the heroine of the film",
        "A B C",
        "🎵🎶",
        "ﷺ"
      })
  void what_is_harmless_is_left_alone(String text) {
    assertThat(moderator.decide(text).reasons()).isEmpty();
    assertThat(moderator.decide(text).allowed()).isTrue();
  }

  @Test
  void one_word_that_proves_nothing_is_a_reason_and_no_refusal_and_two_are_one() {
    Moderator.Decision one = moderator.decide("a casino in the desert");
    Moderator.Decision two = moderator.decide("a casino in the desert with a jackpot");

    assertThat(one.allowed()).isTrue();
    assertThat(one.scores().get(Category.GAMBLING)).isEqualTo(0.5);
    assertThat(one.reasons())
        .containsExactly(new Moderator.Reason(Category.GAMBLING, "en", "casino"));
    assertThat(two.allowed()).isFalse();
    assertThat(two.scores().get(Category.GAMBLING)).isEqualTo(0.75);
    assertThat(two.scores().get(Category.DRUGS)).isZero();
  }

  @Test
  void what_is_in_two_lists_counts_once() {
    assertThat(moderator.decide("geroin").reasons()).hasSize(1);
  }

  @Test
  void every_list_has_terms_of_every_category() {
    for (String language : List.of("uz", "uz-cyrl", "ru", "en")) {
      assertThat(Terms.shipped().all().stream().filter(term -> term.language().equals(language)))
          .extracting(Terms.Term::category)
          .as(language)
          .contains(Category.values());
    }
  }
}
