package uz.stario.rollback.app.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.Machine;
import uz.stario.rollback.app.Outcome;

/** A scenario as it is played in one place, and the record of it. For one thread. */
final class Play {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** Who takes releases back. */
  enum Driver {
    KUBECTL,
    OURS
  }

  private final Place place;
  private final Driver driver;
  private final String namespace;
  private final Kubectl kubectl;
  private final Path home;
  private final ArrayNode record = Wire.JSON.createArrayNode();
  private String remembered = "";

  Play(Place place, Driver driver, String name, Path home) {
    this.place = place;
    this.driver = driver;
    this.home = home;
    this.namespace = place.namespace(name + (driver == Driver.OURS ? "-ours" : ""));
    this.kubectl = place.kubectl.with(java.util.List.of("--namespace=" + namespace));
    must(kubectl.run("create -f -", place.namespaceManifest(namespace), Map.of()));
  }

  /** What was said and how things stood, in order. */
  ArrayNode record() {
    return record;
  }

  Play releases(int... versions) {
    for (int version : versions) {
      apply("v" + version).settled();
    }
    return this;
  }

  Play apply(String tag) {
    return applyWithout(tag, "");
  }

  Play applyWithout(String tag, String lines) {
    String manifest = Manifests.deployment(place.image(tag)).replace(lines, "");
    must(kubectl.run("apply -f -", manifest, Map.of()));
    return this;
  }

  Play image(String tag) {
    return kubectl("set image deployment/web app=" + place.image(tag));
  }

  Play deadline(int seconds) {
    return kubectl(
        "patch deployment web -p '{\"spec\":{\"progressDeadlineSeconds\":" + seconds + "}}'");
  }

  /** What somebody types; whether it worked is part of the record. */
  Play kubectl(String command) {
    Kubectl.Ran ran = kubectl.run(command.replace("{v2}", place.image(2)));
    return note(command, ran.exit());
  }

  Play undo() {
    return undo("");
  }

  Play undoTo(int revision) {
    return undo(" --to-revision=" + revision);
  }

  private Play undo(String to) {
    if (driver == Driver.KUBECTL) {
      return kubectl("rollout undo deployment/web" + to);
    }
    String command = "rollback deployment/web -n " + namespace + to + " --yes --timeout=60s";
    Outcome outcome =
        new Machine(home)
            .set("KUBECONFIG", place.kubeconfig.toString())
            .stario(Kubectl.words(command).toArray(String[]::new));
    return note("stario rollback" + to, outcome.code());
  }

  private Play note(String command, int exit) {
    record.addObject().put("typed", command).put("exit", exit);
    return this;
  }

  /** So many pods in all, and the newest of them is in that phase and not ready. */
  Play stuck(int pods, String phase) {
    return until("get deployment web -o jsonpath={.status.replicas}", "^" + pods + "$")
        .until("get deployment web -o jsonpath={.status.updatedReplicas}", "^1$")
        .until(
            "get pods -o jsonpath='{range .items[*]}{.status.phase}"
                + " {.status.containerStatuses[0].ready}{\"\\n\"}{end}'",
            "^" + phase + " false$");
  }

  Play pastDeadline() {
    return until("get deployment web -o yaml", "ProgressDeadlineExceeded").snapshot();
  }

  Play remember(String command) {
    remembered = kubectl.run(command).text();
    return this;
  }

  /** A command with what was remembered as its input; how it ended is part of the record. */
  Play tellingRemembered(String command) {
    return note(command, kubectl.run(command, remembered, Map.of()).exit());
  }

  /** Whether a command prints the pattern is part of the record. */
  Play telling(String command, String pattern) {
    String version =
        Pattern.compile("\"resourceVersion\": ?\"(\\d+)\"")
            .matcher(
                kubectl
                    .run("get --raw /apis/apps/v1/namespaces/" + namespace + "/deployments")
                    .text())
            .results()
            .findFirst()
            .map(found -> found.group(1))
            .orElse("");
    String text =
        kubectl.run(command.replace("{ns}", namespace).replace("{version}", version)).text();
    Matcher found = Pattern.compile(pattern).matcher(text);
    record.addObject().put("typed", command).put("prints " + pattern, found.find());
    return this;
  }

  /** Has the place forget the history of its objects, where that can be asked for. */
  Play forget() {
    place.forget();
    return this;
  }

  Play until(String command, String wanted) {
    Pattern pattern = Pattern.compile(wanted, Pattern.MULTILINE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    String text = kubectl.run(command).text();
    while (!pattern.matcher(text).find()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(command + ": no \"" + wanted + "\" in: " + text);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      text = kubectl.run(command).text();
    }
    return this;
  }

  /** Waits until the rollout is done and nothing of before is left, then notes how things stand. */
  Play end() {
    return settled().snapshot();
  }

  private Play settled() {
    must(kubectl.run("rollout status deployment/web --timeout=60s"));
    String replicas = kubectl.run("get deployment web -o jsonpath={.spec.replicas}").text();
    return until(
            "get deployment web -o jsonpath='{.status.replicas} {.status.availableReplicas}'",
            "^" + replicas + " " + replicas + "$")
        .until("get pods -o go-template='{{len .items}}'", "^" + replicas + "$")
        .until(
            "get deployment web -o"
                + " jsonpath='{.status.conditions[?(@.type==\"Progressing\")].reason}'",
            "^NewReplicaSetAvailable$");
  }

  Play snapshot() {
    ObjectNode state = Wire.JSON.createObjectNode();
    for (String kind : new String[] {"deployments", "replicasets", "pods"}) {
      state.set(
          kind, Wire.JSON.readTree(kubectl.run("get " + kind + " -o json").text()).path("items"));
    }
    record.add(Snapshot.normal(state));
    return this;
  }

  private static void must(Kubectl.Ran ran) {
    if (ran.exit() != 0) {
      throw new AssertionError(ran.text());
    }
  }
}
