package uz.stario.rollback.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.Machine;
import uz.stario.rollback.app.Outcome;
import uz.stario.rollback.sandbox.platform.PlatformManifests;

/** Each service taken back by hand, as the playbook has it written, and by ours: both end alike. */
abstract class Sections {
  private static final String GOOD = "v1.2.3";
  private static final String CAUSE = "kubernetes.io/change-cause";
  private static final long PATIENCE = 60_000_000_000L;

  /** A namespace with the platform's workloads for one of the two; {@link #close} removes it. */
  interface Site extends AutoCloseable {
    Kubectl kubectl();

    Path kubeconfig();

    String namespace();

    /** The image of a release; on nodes that only stand in, what becomes of it is in its name. */
    String image(String workload, String version);

    /** Whether logs can be read and commands run. */
    boolean kubelet();

    @Override
    void close();
  }

  /** With the good release of everything. */
  abstract Site open(Path home, String name) throws Exception;

  static List<Section> sections() {
    return Section.all();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void by_hand_and_by_ours_it_ends_alike(Section section, @TempDir Path folder) throws Exception {
    assumeTrue(Programs.kubectlIsHere(), "kubectl is not here");
    JsonNode byHand;
    try (Site site = open(Files.createDirectories(folder.resolve("hand")), "hand")) {
      release(site, section);
      for (String command : section.undone()) {
        must(site, command);
      }
      for (Section.Look look : section.seen()) {
        if (site.kubelet() || !look.inPods()) {
          until(site, look.command(), look.wanted());
        }
      }
      byHand = state(site, section);
    }
    try (Site site = open(Files.createDirectories(folder.resolve("ours")), "ours")) {
      release(site, section);
      Outcome rollback =
          new Machine(Files.createDirectories(folder.resolve("machine")))
              .set("KUBECONFIG", site.kubeconfig().toString())
              .playbook(section.playbook(site.namespace(), site.kubelet()))
              .stario("rollback", section.service(), "--yes", "--timeout", "60s");
      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      assertThat(rollback.out()).contains("All systems operational");

      assertThat(state(site, section).toPrettyString()).isEqualTo(byHand.toPrettyString());
    }
  }

  private static void release(Site site, Section section) {
    for (String workload : section.workloads()) {
      must(
          site,
          "set image deployment/%s %s=%s"
              .formatted(workload, workload, site.image(workload, section.bad())));
      until(
          site,
          "get deployment " + workload + " -o jsonpath='{.status.updatedReplicas}'",
          "^[12]$");
    }
  }

  /** All workloads, for none of the others may have been touched. */
  private static JsonNode state(Site site, Section section) {
    for (String workload : section.workloads()) {
      until(
          site,
          "get deployment %s -o jsonpath='{.status.replicas} {.status.readyReplicas}'"
              .formatted(workload),
          "^2 2$");
      until(site, "get pods -l app=" + workload + " -o go-template='{{len .items}}'", "^2$");
      until(
          site,
          "get deployment "
              + workload
              + " -o jsonpath='{.status.conditions[?(@.type==\"Progressing\")].reason}'",
          "^NewReplicaSetAvailable$");
    }
    ObjectNode state = Wire.JSON.createObjectNode();
    for (String kind : List.of("deployments", "replicasets", "pods")) {
      state.set(kind, items(site, kind));
    }
    return Snapshot.normal(state);
  }

  private static JsonNode items(Site site, String kind) {
    ArrayNode items =
        (ArrayNode)
            Wire.JSON.readTree(site.kubectl().run("get " + kind + " -o json").text()).path("items");
    for (JsonNode item : items) {
      JsonNode annotations = item.path("metadata").path("annotations");
      if (annotations instanceof ObjectNode notes) {
        // What ours writes down besides: which run it was, and what was learned of a revision.
        String cause = notes.path(CAUSE).asString("");
        if (!cause.isEmpty()) {
          notes.put(CAUSE, cause.replaceFirst(" \\(rolled back to by stario run .*\\)$", ""));
        }
        List.copyOf(notes.propertyNames()).stream()
            .filter(name -> name.startsWith("rollback.stario.uz/"))
            .forEach(notes::remove);
      }
    }
    return items;
  }

  private static void until(Site site, String command, String wanted) {
    Pattern pattern = Pattern.compile(wanted, Pattern.MULTILINE);
    long end = System.nanoTime() + PATIENCE;
    String text = site.kubectl().run(command).text();
    while (!pattern.matcher(text).find()) {
      assertThat(System.nanoTime()).as(command + ": no " + wanted + " in: " + text).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
      text = site.kubectl().run(command).text();
    }
  }

  static void must(Site site, String command) {
    Kubectl.Ran ran = site.kubectl().run(command);
    assertThat(ran.exit()).as("kubectl " + command + ": " + ran.text()).isZero();
  }

  /** The good release of all workloads; waits until it is complete. */
  static void deploy(Site site) {
    ObjectNode list = Wire.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : PlatformManifests.all(GOOD)) {
      ObjectNode here = object.deepCopy();
      here.withObject("metadata").put("namespace", site.namespace());
      JsonNode container =
          here.path("spec").path("template").path("spec").path("containers").path(0);
      if (container instanceof ObjectNode one) {
        one.put("image", site.image(one.path("name").asString(), GOOD));
        if (!site.kubelet()) {
          // Nodes that only stand in have no GPUs.
          one.remove("resources");
          ((ObjectNode) here.at("/spec/template/spec")).remove("nodeSelector");
        }
      }
      items.add(here);
    }
    Kubectl.Ran ran = site.kubectl().run("apply -f -", list.toString(), Map.of());
    assertThat(ran.exit()).as(ran.text()).isZero();
    must(site, "wait deployments --all --for=condition=Available --timeout=90s");
  }
}
