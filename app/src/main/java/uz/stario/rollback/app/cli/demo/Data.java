package uz.stario.rollback.app.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.sandbox.platform.StoreServers;
import uz.stario.rollback.sandbox.platform.Stores;

/** Where the demo's platform keeps its data: in what this machine has for it, or nowhere. */
final class Data implements AutoCloseable {

  private final Optional<StoreServers> servers;
  private final List<String> missing;

  private Data(Optional<StoreServers> servers, List<String> missing) {
    this.servers = servers;
    this.missing = List.copyOf(missing);
  }

  /** Nowhere, as on a machine without PostgreSQL and Redis. */
  static Data none() {
    return new Data(Optional.empty(), List.of("PostgreSQL and Redis were not asked for"));
  }

  /** In servers of its own, as far as they are installed; takes a few seconds. */
  static Data started() throws Refusal {
    try {
      StoreServers servers = StoreServers.start();
      return new Data(Optional.of(servers), servers.missing());
    } catch (IOException e) {
      return new Data(
          Optional.empty(), List.of("PostgreSQL and Redis did not start: " + e.getMessage()));
    } catch (InterruptedException e) {
      throw Stopping.stopped();
    }
  }

  Stores stores() {
    return servers.map(StoreServers::stores).orElseGet(Stores::none);
  }

  /** What people are told of it; nothing where all is there. */
  List<String> words() {
    return stores().complete()
        ? List.of()
        : List.of(
            String.join("; ", missing) + ".",
            "So what needs them is left out: accounts, artists, posters, videos, the quiz.");
  }

  @Override
  public void close() {
    servers.ifPresent(StoreServers::close);
  }
}
