package uz.stario.rollback.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.traffic.Journeys;
import uz.stario.platform.traffic.Journeys.Kind;
import uz.stario.platform.version.Release;
import uz.stario.rollback.sandbox.api.ApiServer;
import uz.stario.rollback.sandbox.api.ServerCertificate;
import uz.stario.rollback.sandbox.controller.Controllers;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.fault.Faults;
import uz.stario.rollback.sandbox.fault.Rule;
import uz.stario.rollback.sandbox.platform.Catalogue;
import uz.stario.rollback.sandbox.platform.Door;
import uz.stario.rollback.sandbox.platform.Flaw;
import uz.stario.rollback.sandbox.platform.Network;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.Stores;
import uz.stario.rollback.sandbox.platform.Surroundings;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * A laptop-sized Stario: a Kubernetes API with its controllers, and the platform's services as
 * pods.
 *
 * <p>Everything runs in this process on loopback ports and ends with {@link #close()}. Safe for all
 * threads.
 */
public final class Sandbox implements AutoCloseable {
  private static final String API_GATEWAY = "api-gateway";
  private static final int TOKEN_BYTES = 16;

  /** Without accounts and videos, which take a processor a while: this is one machine. */
  private static final Map<Kind, Integer> LIVELY =
      Map.of(Kind.ARTISTS, 60, Kind.MODERATE, 25, Kind.QUIZ, 10, Kind.POSTER, 5);

  /** What needs no store. */
  private static final Map<Kind, Integer> WORDS_ONLY = Map.of(Kind.MODERATE, 100);

  private final Timeline timeline;
  private final long seed;
  private final Stores stores;
  private final Cluster cluster;
  private final Kubelet kubelet;
  private final Network network;
  private final Catalogue catalogue;
  private final Faults faults;
  private final Surroundings around;
  private final Door ingress;
  private final ApiServer api;
  private final String adminToken = token("admin");
  private final String viewerToken = token("viewer");

  private Sandbox(SandboxOptions options) {
    Future<ServerCertificate> certificate = ServerCertificate.begin();
    this.timeline = options.timeline();
    this.seed = options.seed();
    this.stores = options.stores();
    ObjectStore store = new ObjectStore(timeline, options.historySize(), options.seed());
    this.cluster = new Cluster(store);
    Recorder recorder = new Recorder(store, timeline);
    AtomicReference<Kubelet> pods = new AtomicReference<>();
    this.network = new Network(service -> readyPorts(pods, service));
    this.around = new Surroundings(network, stores);
    this.catalogue = new Catalogue(around);
    Controllers.start(store, timeline, recorder);
    this.kubelet = Kubelet.start(store, timeline, recorder, catalogue, options.pace());
    pods.set(kubelet);
    Foundation.lay(cluster);
    this.faults = new Faults(this::happen, options.seed());
    store.admit((verb, key) -> faults.refusal(call(verb, key)).ifPresent(Sandbox::refuse));
    try {
      this.ingress = Door.open(network, API_GATEWAY, options.ingressPort());
    } catch (RuntimeException portTaken) {
      stopPods();
      throw portTaken;
    }
    try {
      this.api =
          ApiServer.start(
              certificate,
              faults,
              store,
              timeline,
              kubelet,
              options.apiPort(),
              adminToken,
              viewerToken);
    } catch (RuntimeException portTaken) {
      ingress.close();
      stopPods();
      throw portTaken;
    }
  }

  /**
   * Starts a sandbox with empty namespaces {@code default}, {@code kube-system} and {@code stario}.
   *
   * @throws java.io.UncheckedIOException naming the port, where one is taken; nothing is left then
   */
  public static Sandbox start(SandboxOptions options) {
    return new Sandbox(options);
  }

  private static Rule.Call call(String verb, Key key) {
    return new Rule.Call(verb, key.resource().plural(), key.namespace(), key.name());
  }

  private static void refuse(Fault.WebhookRefuses by) {
    throw new Refused(
        400,
        "",
        "admission webhook \"" + by.webhook() + "\" denied the request: " + by.message(),
        null);
  }

  private void happen(Fault.OfCluster fault) {
    switch (fault) {
      case Fault.SlowPods(double factor) -> kubelet.slow(factor);
      case Fault.ImageGone(String image) -> publish(image, new Flaw.Missing());
      case Fault.NodeGone(String node) -> cluster.delete(Resources.NODE, "", node, Deletion.NOW);
      case Fault.QuotaFull(String namespace, int pods) -> {
        ObjectNode quota = Manifest.object().put("apiVersion", "v1").put("kind", "ResourceQuota");
        Manifest.metadata(quota).put("name", "fault-quota").put("namespace", namespace);
        quota.putObject("spec").putObject("hard").put("pods", Integer.toString(pods));
        cluster.apply(quota);
      }
    }
  }

  /** What goes wrong here, for tests and drills to add to. */
  public Faults faults() {
    return faults;
  }

  private static List<Integer> readyPorts(AtomicReference<Kubelet> pods, String service) {
    Kubelet kubelet = pods.get();
    return kubelet == null
        ? List.of()
        : ready(kubelet, service).stream().map(Kubelet.Endpoint::port).toList();
  }

  private static List<Kubelet.Endpoint> ready(Kubelet kubelet, String service) {
    return kubelet.ready(PlatformManifests.NAMESPACE, Manifest.object().put("app", service));
  }

  private static String token(String user) {
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    return user + "-" + HexFormat.of().formatHex(secret);
  }

  /** Where the Kubernetes API is. */
  public URI apiServer() {
    return api.uri();
  }

  /** The API server's certificate in PEM, which is its own authority. */
  public String certificate() {
    return api.certificate();
  }

  /** Where the platform is: what people know as {@code https://api.stario.uz}. */
  public URI ingress() {
    return ingress.uri();
  }

  /** The bearer token that may do everything. */
  public String adminToken() {
    return adminToken;
  }

  /** The bearer token that may only look. */
  public String viewerToken() {
    return viewerToken;
  }

  /**
   * A token of the platform, for a user whom it does not know: signed with the key that its
   * services share here.
   */
  public String platformToken() {
    byte[] key = PlatformManifests.SIGNING_KEY.getBytes(StandardCharsets.UTF_8);
    return Tokens.with(key, Release.of(Release.STABLE), timeline::now).sign(UUID.randomUUID());
  }

  /**
   * People begin to use the platform, each journey one request, as far as its stores are there.
   *
   * @param perSecond journeys a second
   * @param mostInFlight how many may be under way at once
   * @param window how long each report covers
   */
  public Traffic traffic(double perSecond, int mostInFlight, Duration window) {
    Journeys journeys = Journeys.at(ingress(), seed, stores.complete() ? LIVELY : WORDS_ONLY);
    if (stores.complete()) {
      // Where that fails those that need a token fail too, which is what people then see.
      var _ = journeys.signIn();
    } else {
      journeys.signedIn(platformToken());
    }
    return Traffic.start(journeys, perSecond, mostInFlight, window);
  }

  /** A kubeconfig with the contexts {@code stario-sandbox} and {@code stario-sandbox-viewer}. */
  public String kubeconfig() {
    return Kubeconfig.text(apiServer(), certificate(), adminToken, viewerToken);
  }

  /** The objects at hand, without HTTP. */
  public Cluster cluster() {
    return cluster;
  }

  /** Where each ready pod of a service listens on this machine, by the pod's name. */
  public Map<String, URI> readyPods(String service) {
    Map<String, URI> pods = new TreeMap<>();
    for (Kubelet.Endpoint pod : ready(kubelet, service)) {
      pods.put(pod.pod(), URI.create("http://127.0.0.1:" + pod.port()));
    }
    return pods;
  }

  /** Says how one image behaves from now on. */
  public void publish(String image, Flaw flaw) {
    catalogue.publish(image, flaw);
  }

  /** Puts all five services live in one version; does not wait for their pods. */
  public void deployPlatform(String version) {
    PlatformManifests.all(version).forEach(cluster::apply);
  }

  /** Releases a version of one service: a new image and change-cause on each of its Deployments. */
  public void release(String service, String version) {
    for (String workload : PlatformManifests.workloads(service)) {
      cluster.edit(
          Resources.DEPLOYMENT,
          PlatformManifests.NAMESPACE,
          workload,
          d -> release(d, workload, version));
    }
  }

  private static void release(ObjectNode deployment, String workload, String version) {
    Manifest.child(Manifest.metadata(deployment), "annotations")
        .put("kubernetes.io/change-cause", "release " + version);
    ObjectNode container =
        (ObjectNode) Manifest.at(deployment, "spec", "template", "spec", "containers").get(0);
    container.put("image", PlatformManifests.image(workload, version));
  }

  /** Ends everything: no thread and no port is left. */
  @Override
  public void close() {
    api.close();
    timeline.close();
    ingress.close();
    kubelet.close();
    around.close();
    network.close();
  }

  private void stopPods() {
    timeline.close();
    kubelet.close();
    around.close();
    network.close();
  }
}
