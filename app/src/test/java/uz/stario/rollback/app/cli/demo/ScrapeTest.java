package uz.stario.rollback.app.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {

  private static final String TEXT =
      """
      # TYPE build_info gauge
      build_info{service="api-gateway",version="v1.2.4"} 1
      http_requests_total{service="api-gateway",method="GET",route="/artists",status="200"} 88
      http_requests_total{service="api-gateway",method="GET",route="/artists",status="500"} 10
      http_requests_total{service="api-gateway",method="POST",route="/videos",status="503"} 2
      http_request_duration_seconds_bucket{service="api-gateway",le="0.01"} 50
      http_request_duration_seconds_bucket{service="api-gateway",le="0.05"} 90
      http_request_duration_seconds_bucket{service="api-gateway",le="0.1"} 100
      http_request_duration_seconds_bucket{service="api-gateway",le="+Inf"} 100
      face_similarity_duration_seconds_bucket{service="face-similarity",le="+Inf"} 7
      """;

  @Test
  void requests_failures_and_the_95th_percentile_are_read() {
    Scrape scrape = Scrape.of(TEXT);

    assertThat(scrape.version()).isEqualTo("v1.2.4");
    assertThat(scrape.requests()).isEqualTo(100);
    assertThat(scrape.failures()).isEqualTo(12);
    assertThat(scrape.p95().orElseThrow().toMillis()).isEqualTo(75);
  }

  @Test
  void pods_of_a_version_add_up() {
    Scrape both = Scrape.of(TEXT).plus(Scrape.of(TEXT));

    assertThat(both.requests()).isEqualTo(200);
    assertThat(both.failures()).isEqualTo(24);
    assertThat(both.p95()).isEqualTo(Scrape.of(TEXT).p95());
  }

  @Test
  void a_pod_without_requests_has_no_percentile() {
    assertThat(Scrape.of("").p95()).isEmpty();
    assertThat(Scrape.of("").requests()).isZero();
  }

  @Test
  void what_took_longer_than_the_last_bound_counts_as_that_bound() {
    String text =
        """
        http_request_duration_seconds_bucket{le="10.0"} 1
        http_request_duration_seconds_bucket{le="+Inf"} 100
        """;

    assertThat(Scrape.of(text).p95().orElseThrow().toSeconds()).isEqualTo(10);
  }
}
