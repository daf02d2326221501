package uz.stario.rollback.testkit;

import java.time.Instant;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Stores;

class PracticeStoreTest extends StoresContract {

  private static final String QUEUE = "video";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final PracticeStore store =
      new PracticeStore(
          clock,
          (at, event) -> {
            throw new IllegalStateException("a store that loses nothing sets no timers");
          },
          1,
          0);

  @Override
  protected Stores stores() {
    return store;
  }

  @Override
  protected Action.StoreChange change() {
    return store.quarantine(QUEUE);
  }

  @Override
  protected int done() {
    return store.done(QUEUE);
  }

  @Override
  protected int lost() {
    return store.lost(QUEUE);
  }
}
