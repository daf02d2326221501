package uz.stario.rollback.app.wiring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.adapters.http.HttpCheckRunner;
import uz.stario.rollback.adapters.http.HttpProbes;
import uz.stario.rollback.adapters.kubernetes.KubernetesConnection;
import uz.stario.rollback.adapters.kubernetes.KubernetesWorkloads;
import uz.stario.rollback.adapters.postgres.AlembicRevisions;
import uz.stario.rollback.adapters.postgres.PostgresAddress;
import uz.stario.rollback.adapters.postgres.PostgresApprovals;
import uz.stario.rollback.adapters.postgres.PostgresJournal;
import uz.stario.rollback.adapters.postgres.PostgresLedger;
import uz.stario.rollback.adapters.process.LocalProcesses;
import uz.stario.rollback.adapters.process.LocalScripts;
import uz.stario.rollback.adapters.process.RunMarks;
import uz.stario.rollback.adapters.prometheus.HttpScrapes;
import uz.stario.rollback.adapters.prometheus.PrometheusMetrics;
import uz.stario.rollback.adapters.prometheus.PrometheusServer;
import uz.stario.rollback.adapters.redis.RedisQueues;
import uz.stario.rollback.adapters.registry.RegistryImages;
import uz.stario.rollback.adapters.secret.SecretSources;
import uz.stario.rollback.adapters.slack.SlackBot;
import uz.stario.rollback.adapters.slack.SlackWebhook;
import uz.stario.rollback.adapters.sqlite.SqliteJournal;
import uz.stario.rollback.adapters.sqlite.SqliteLedger;
import uz.stario.rollback.adapters.sqlite.SqliteRegistries;
import uz.stario.rollback.adapters.sqlite.StateFolder;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.check.CheckPorts;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.port.Ids;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;

/** The real adapters. Used from one thread. */
public final class SystemWiring implements Wiring {

  /** The variable that names a database which several machines share. */
  private static final String SHARED_JOURNAL = "STARIO_JOURNAL";

  /** For one query; a check asks up to three. */
  private static final Duration METRICS_LIMIT = Duration.ofSeconds(5);

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Redactor redactor;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<KubernetesWorkloads> connections = new ArrayList<>();
  private @Nullable Journal journal;
  private @Nullable LocalProcesses processes;

  /**
   * @param redactor the one that stands before what the process prints
   */
  public SystemWiring(Map<String, String> environment, InstantSource clock, Redactor redactor) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.redactor = redactor;
    environment.forEach(redactor::learn);
  }

  @Override
  public Redactor redactor() {
    return redactor;
  }

  @Override
  public Answer<Workloads> workloads(
      Optional<String> kubeconfig, Optional<String> context, Optional<String> namespace) {
    Optional<Path> file;
    try {
      file = kubeconfig.map(Path::of);
    } catch (InvalidPathException e) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.KUBECONFIG_MISSING,
              "Cannot read the kubeconfig.",
              "\"" + e.getInput() + "\" is no path.",
              "Give --kubeconfig a file."));
    }
    var settings = KubernetesConnection.Settings.of(file, context, namespace, environment);
    return KubernetesConnection.open(settings, redactor)
        .map(made -> {
          connections.add(made);
          return keep(made);
        });
  }

  @Override
  public Answer<Journal> journal() {
    if (journal != null) {
      return Answer.given(journal);
    }
    String shared = environment.getOrDefault(SHARED_JOURNAL, "");
    if (!shared.isBlank()) {
      return PostgresAddress.parse(SHARED_JOURNAL, shared, environment)
          .map(address -> {
            Journal made = keep(new PostgresJournal(address));
            return gated(made);
          });
    }
    return state()
        .map(folder -> {
          Journal made = keep(new SqliteJournal(folder.journal()));
          return gated(made);
        });
  }

  @Override
  public Answer<Ledger> ledger() {
    String shared = environment.getOrDefault(SHARED_JOURNAL, "");
    return shared.isBlank()
        ? state().map(folder -> keep(new SqliteLedger(folder.ledger())))
        : PostgresAddress.parse(SHARED_JOURNAL, shared, environment)
            .map(address -> keep(new PostgresLedger(address)));
  }

  private Journal gated(Journal opened) {
    Journal gated = new RedactedJournal(opened, redactor);
    journal = gated;
    return gated;
  }

  @Override
  public Answer<Targets> targets(Workloads workloads, boolean local) {
    KubernetesWorkloads connection = connection(workloads);
    Answer<Registries> registries =
        local
            ? state().map(f -> new SqliteRegistries(f.locks(), connection.address()))
            : Answer.given(connection.locks());
    return registries.map(kept -> new RegistryTargets(kept, clock, processes()));
  }

  @Override
  public Answer<Approvals> approvals(Workloads workloads, boolean local) {
    Optional<Answer<Approvals>> shared = sharedApprovals();
    if (shared.isPresent()) {
      return shared.get();
    }
    return local
        ? Answer.refused(
            Problem.unchanged(
                ErrorCode.APPROVAL_IMPOSSIBLE,
                "There is no place where a second person could approve.",
                "With --lock local nothing is kept in the cluster, and the journal is a file of"
                    + " this machine.",
                "Leave --lock local out, or set " + SHARED_JOURNAL + "."))
        : Answer.given(connection(workloads).approvals());
  }

  @Override
  public Answer<Approvals> approvals(
      Optional<String> kubeconfig, Optional<String> context, Optional<String> namespace) {
    return sharedApprovals()
        .orElseGet(() ->
            workloads(kubeconfig, context, namespace)
                .map(workloads -> connection(workloads).approvals()));
  }

  /** In the journal that several machines share, where there is one. */
  private Optional<Answer<Approvals>> sharedApprovals() {
    String shared = environment.getOrDefault(SHARED_JOURNAL, "");
    return shared.isBlank()
        ? Optional.empty()
        : Optional.of(
            PostgresAddress.parse(SHARED_JOURNAL, shared, environment)
                .map(address -> keep(new PostgresApprovals(address))));
  }

  private KubernetesWorkloads connection(Workloads workloads) {
    return connections.stream().filter(c -> c == workloads).findFirst().orElseThrow();
  }

  @Override
  public Owner owner() {
    return processes().self();
  }

  private LocalProcesses processes() {
    if (processes == null) {
      processes = new LocalProcesses(host());
    }
    return processes;
  }

  private Answer<StateFolder> state() {
    return StateFolder.find(environment, environment.getOrDefault("HOME", ""));
  }

  @Override
  public RunMarks marks() {
    // Without a folder for it, nothing is marked.
    return state() instanceof Answer.Given<StateFolder>(StateFolder folder)
        ? new RunMarks(folder.running())
        : new RunMarks(Path.of("/dev/null/running"));
  }

  @Override
  public HttpProbe probe() {
    return new HttpProbes();
  }

  @Override
  public CheckPorts checks(Workloads workloads, Path folder) {
    KubernetesWorkloads connection = connection(workloads);
    var secrets = new SecretSources(environment);
    return new CheckPorts(
        workloads,
        probe(),
        new HttpCheckRunner(
            source -> secrets.read(source, "the token of a check"), redactor, this::unique),
        this::metrics,
        new HttpScrapes(clock),
        connection.logs(),
        connection.commands(),
        connection.placements(),
        new LocalScripts(folder, environment, redactor),
        clock);
  }

  @Override
  public Inventory inventory(Workloads workloads) {
    return connection(workloads).inventory();
  }

  /** A name that no other attempt has. */
  private String unique() {
    return ids().nextRun().value() + "-" + Long.toHexString(System.nanoTime());
  }

  private Answer<Metrics> metrics(MetricsSource source) {
    Answer<Optional<String>> token =
        source.token().isPresent()
            ? secret(source.token().get(), "the token of " + source.url()).map(Optional::of)
            : Answer.given(Optional.empty());
    return token
        .then(known -> PrometheusServer.of(source.url(), known, Optional.empty(), METRICS_LIMIT))
        .map(PrometheusMetrics::new);
  }

  @Override
  public SchemaRevisions schemas() {
    return new AlembicRevisions(
        database -> secret(database.url(), "the address of database " + database.name()),
        environment);
  }

  @Override
  public Images images() {
    return new RegistryImages(environment, redactor);
  }

  @Override
  public Stores stores() {
    // By a supplier: nothing of Redis is loaded for a run that has no step of the kind.
    return Stores.byKind(
        Map.of(
            QueueQuarantine.KIND,
            () -> new RedisQueues(source -> secret(source, "the address of the Redis"))));
  }

  @Override
  public Answer<Notifier> notifier(Optional<Channel> channel) {
    if (channel.isEmpty()) {
      return Answer.given(new NoNotifier(""));
    }
    // A channel that can't be reached is told at the end; it never holds a rollback up.
    String name = channel.get().name();
    return switch (open(channel.get())) {
      case Answer.Refused<Notifier>(Problem problem) ->
          Answer.given(
              new NoNotifier(name + " was not told: " + problem.why() + " " + problem.next()));
      case Answer.Given<Notifier>(Notifier opened) ->
          Answer.given(new RedactedNotifier(keep(opened), redactor));
    };
  }

  private Answer<Notifier> open(Channel channel) {
    return switch (channel.route()) {
      case Channel.Route.Webhook(SecretSource source) ->
          secret(source, "the webhook of " + channel.name())
              .then(address -> SlackWebhook.open(channel.name(), address))
              .map(Notifier.class::cast);
      case Channel.Route.Bot bot ->
          secret(bot.token(), "the Slack token for " + channel.name())
              .then(token -> SlackBot.open(channel.name(), bot, token, messages(), clock))
              .map(Notifier.class::cast);
    };
  }

  private Answer<String> secret(SecretSource source, String what) {
    return new SecretSources(environment)
        .read(source, what)
        .map(secret -> {
          redactor.learn(secret);
          return secret;
        });
  }

  private Path messages() {
    // Without a folder for it, only this process knows what it has posted.
    return state() instanceof Answer.Given<StateFolder>(StateFolder folder)
        ? folder.messages()
        : Path.of("/dev/null/messages");
  }

  @Override
  public Ids ids() {
    return new RandomIds(clock, new SecureRandom());
  }

  @Override
  public String requester() {
    return System.getProperty("user.name", "unknown") + "@" + host();
  }

  @Override
  public List<String> diagnostics() {
    List<String> lines = new ArrayList<>();
    for (KubernetesWorkloads connection : connections) {
      connection
          .requests()
          .all()
          .forEach((request, times) -> lines.add("request " + request + " " + times));
    }
    return lines;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // What was done is journaled; a connection that will not close changes nothing of it.
      }
    }
  }

  /** Tells nobody, and says so once in the end where somebody should have been told. */
  private record NoNotifier(String undelivered) implements Notifier {

    @Override
    public void post(RunId run, Message message) {}

    @Override
    public void close() {}
  }
}
