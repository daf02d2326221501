package uz.stario.rollback.testkit;

import java.time.Instant;
import java.time.InstantSource;
import uz.stario.rollback.port.Scrapes;

class FakeScrapesTest extends ScrapesContract {

  private final FakeScrapes scrapes = new FakeScrapes(InstantSource.fixed(Instant.EPOCH));

  @Override
  protected Scrapes scrapes() {
    return scrapes;
  }

  @Override
  protected String exposing(String text) {
    scrapes.expose("http://service/metrics", text);
    return "http://service/metrics";
  }

  @Override
  protected String nobody() {
    return "http://nobody/metrics";
  }
}
