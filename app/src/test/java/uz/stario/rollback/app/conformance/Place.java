package uz.stario.rollback.app.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.Flaw;

/**
 * A cluster in which rows and scenarios are tried: the sandbox, or the one that {@code KUBECONFIG}
 * names. All its namespaces are of this run and go in the end. Safe for all threads.
 */
abstract class Place implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("\"gitVersion\": \"v([0-9.]+)");

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  final Path kubeconfig;
  final Kubectl kubectl;

  private Place(Path home, Path kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.kubectl = new Kubectl(home, kubeconfig, List.of());
  }

  /** How the table calls it. */
  abstract String title();

  /** The image of a version: it runs. */
  String image(int version) {
    return image("v" + version);
  }

  /** The image with a tag: {@code bad} crashes, {@code nopull} is not there. */
  abstract String image(String tag);

  /** The options with which somebody else types. */
  abstract List<String> as(Row.Role role);

  /** Why something cannot be tried here; empty where it can. */
  abstract String lacks(Row.Need need);

  /** A name of a namespace that nobody else has. */
  String namespace(String name) {
    return name + "-" + run;
  }

  /** The manifest of a namespace that goes with the others. */
  String namespaceManifest(String namespace) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s, labels: {stario.uz/suite: "%s"}}
    ---
    """
        .formatted(namespace, run);
  }

  /**
   * Forgets the history of all objects, where that can be asked for; a real server does in time.
   */
  void forget() {}

  @Override
  public void close() {
    kubectl.run("delete namespace --wait=false -l stario.uz/suite=" + run);
  }

  /** A sandbox of this process. */
  static Place sandbox(Path home) {
    Sandbox sandbox =
        Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.02));
    sandbox.publish("stario/app:bad", new Flaw.Crashes());
    sandbox.publish("stario/app:nopull", new Flaw.Missing());
    try {
      return new Simulated(
          sandbox, home, Files.writeString(home.resolve("kubeconfig"), sandbox.kubeconfig()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster of {@code KUBECONFIG}. */
  static Place live(Path home) {
    String file = System.getenv("KUBECONFIG");
    if (file == null) {
      throw new IllegalStateException("KUBECONFIG names no cluster");
    }
    return new Live(home, Path.of(file));
  }

  private static final class Simulated extends Place {
    private final Sandbox sandbox;

    Simulated(Sandbox sandbox, Path home, Path kubeconfig) {
      super(home, kubeconfig);
      this.sandbox = sandbox;
    }

    @Override
    String title() {
      return "Sandbox";
    }

    @Override
    String image(String tag) {
      return "stario/app:" + tag;
    }

    @Override
    List<String> as(Row.Role role) {
      return role == Row.Role.VIEWER ? List.of("--context=stario-sandbox-viewer") : List.of();
    }

    @Override
    String lacks(Row.Need need) {
      return "";
    }

    @Override
    void forget() {
      sandbox.cluster().compact();
    }

    @Override
    public void close() {
      sandbox.close();
    }
  }

  private static final class Live extends Place {
    private final String title;
    private final boolean kubelet;
    private final boolean metrics;

    Live(Path home, Path kubeconfig) {
      super(home, kubeconfig);
      Matcher version = VERSION.matcher(kubectl.run("get --raw /version").text());
      this.title = "Kubernetes " + (version.find() ? version.group(1) : "of unknown version");
      String node = kubectl.run("get nodes -o jsonpath='{.items[0].metadata.name}'").text();
      this.kubelet = kubectl.run("get --raw /api/v1/nodes/" + node + "/proxy/healthz").exit() == 0;
      this.metrics = kubectl.run("get --raw /apis/metrics.k8s.io").exit() == 0;
    }

    @Override
    String title() {
      return title;
    }

    @Override
    String image(String tag) {
      return System.getenv().getOrDefault("STARIO_LIVE_IMAGE", "stario/app") + ":" + tag;
    }

    @Override
    List<String> as(Row.Role role) {
      return role == Row.Role.VIEWER ? List.of("--as=viewer") : List.of();
    }

    @Override
    String lacks(Row.Need need) {
      return switch (need) {
        case API -> "";
        case KUBELET -> kubelet ? "" : "nodes without a kubelet";
        case NO_METRICS -> metrics ? "has a metrics server" : "";
        case PLATFORM -> "the platform's images are not there";
      };
    }
  }
}
