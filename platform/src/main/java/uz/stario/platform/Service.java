package uz.stario.platform;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import uz.stario.platform.flags.Feature;
import uz.stario.platform.flags.Flags;
import uz.stario.platform.store.Database;
import uz.stario.platform.store.Redis;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.version.Release;
import uz.stario.platform.web.Health;
import uz.stario.platform.web.Log;
import uz.stario.platform.web.Metrics;
import uz.stario.platform.web.Routes;
import uz.stario.platform.web.WebServer;

/**
 * A service that is being put together, then runs: what all of them have, and the routes that make
 * it the one it is.
 *
 * <p>Opened, filled by its own part ({@link Part}), started, closed; what is opened last is closed
 * first. Redis and the database need not be there for a start.
 */
public final class Service implements AutoCloseable {

  /** What makes it one service and no other: adds routes, needs of its health, things to close. */
  @FunctionalInterface
  public interface Part {
    void addTo(Service service) throws IOException;
  }

  private final Settings settings;
  private final InstantSource clock;
  private final Log log;
  private final Metrics metrics;
  private final Health health;
  private final Routes routes = new Routes();
  private final Tokens tokens;
  private final Redis redis;
  private final Flags flags;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private int port;

  private Service(Settings settings, PrintStream out, InstantSource clock) throws IOException {
    String name = settings.service();
    Release release = settings.release();
    this.settings = settings;
    this.clock = clock;
    log = new Log(out, clock, name, release.version());
    metrics = new Metrics(name, release.version());
    health = new Health(name, release.version());
    tokens = Tokens.fromFile(settings.signingKeyFile(), release, clock);
    redis = closing(Redis.open(settings.redisUrl()));
    flags = closing(new Flags(settings.environment(), redis.client(), log));
    if (redis.isLeftOut()) {
      health.leftOut("redis");
    }
  }

  /**
   * Starts a service; it answers when this returns.
   *
   * @throws IllegalArgumentException with what is wrong in the settings, for the operator
   */
  public static Service start(
      Settings settings, PrintStream out, InstantSource clock, Host host, Part part)
      throws IOException {
    var service = new Service(settings, out, clock);
    try {
      part.addTo(service);
      if (!service.redis.isLeftOut()) {
        service.flags.watch();
      }
      service.serve(host);
      return service;
    } catch (IOException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  private void serve(Host host) throws IOException {
    WebServer server =
        closing(
            WebServer.start(
                new InetSocketAddress(settings.bind(), settings.port()),
                settings.service(),
                settings.release(),
                routes,
                log,
                metrics,
                health,
                () -> flags.isOn(Feature.VOICE_QUIZ),
                host::leak));
    port = server.port();
    log.info("started", Map.of("port", port));
  }

  /** Where it listens, which is worth asking where the settings said 0. */
  public int port() {
    return port;
  }

  public Settings settings() {
    return settings;
  }

  public Release release() {
    return settings.release();
  }

  public InstantSource clock() {
    return clock;
  }

  public Log log() {
    return log;
  }

  public Metrics metrics() {
    return metrics;
  }

  public Health health() {
    return health;
  }

  public Routes routes() {
    return routes;
  }

  public Tokens tokens() {
    return tokens;
  }

  public Flags flags() {
    return flags;
  }

  /**
   * For a service that needs Redis for more than its flags: its health then says when it is away.
   */
  public Redis redis() {
    if (!redis.isLeftOut()) {
      health.need("redis", redis::problem);
    }
    return redis;
  }

  /** Opens the database for a service that needs it; to be asked for once. */
  public Database database() {
    Database database = closing(Database.open(settings.databaseUrl()));
    if (database.isLeftOut()) {
      health.leftOut("postgres");
    } else {
      health.need("postgres", database::problem);
    }
    return database;
  }

  /** To be closed with the service, before all that was given earlier. */
  public <T extends AutoCloseable> T closing(T thing) {
    open.push(thing);
    return thing;
  }

  /** Ends it in order: first no new requests, then what they needed. */
  @Override
  public void close() {
    for (AutoCloseable thing : open) {
      try {
        thing.close();
      } catch (Exception e) {
        log.error("could not be closed", e);
      }
    }
    log.info("stopped", Map.of());
  }
}
