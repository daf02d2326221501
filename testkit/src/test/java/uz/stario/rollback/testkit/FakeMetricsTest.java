package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;

class FakeMetricsTest extends MetricsContract {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Override
  protected Metrics measuring(String exposition) {
    return new FakeMetrics().measure(exposition, NOW.minusSeconds(1));
  }

  @Override
  protected Instant now() {
    return NOW;
  }

  @Override
  protected Metrics unreachable() {
    return new FakeMetrics().goAway();
  }

  @Test
  void a_query_gets_the_answer_that_was_put_there() {
    Answer<Samples> answer = Answer.given(new Samples(List.of(), List.of("partial")));
    FakeMetrics metrics = new FakeMetrics().answer("sum(rate(x[5m]))", answer);

    assertThat(metrics.query("sum(rate(x[5m]))", NOW)).isEqualTo(answer);
    assertThat(metrics.asked()).containsExactly("sum(rate(x[5m]))");
  }
}
