package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.platform.Catalogue;
import uz.stario.rollback.sandbox.platform.Network;
import uz.stario.rollback.sandbox.platform.Stores;
import uz.stario.rollback.sandbox.platform.Surroundings;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.pods.Pace;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.time.SteppedTimeline;

/** A cluster without HTTP whose clock a test moves. */
final class Rig {
  static final Duration POD_START = Duration.ofSeconds(3);
  static final Duration A_WHILE = Duration.ofMinutes(1);

  final SteppedTimeline timeline = new SteppedTimeline(Instant.parse("2026-01-20T10:00:00Z"));
  final ObjectStore store = new ObjectStore(timeline, 10_000, 7);

  Rig() {
    Recorder recorder = new Recorder(store, timeline);
    Network nobody = new Network(_ -> List.of());
    Controllers.start(store, timeline, recorder);
    Kubelet.start(
        store,
        timeline,
        recorder,
        new Catalogue(new Surroundings(nobody, Stores.none())),
        new Pace(POD_START, 1));
    create("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'stario'}}");
    create(
        "{'apiVersion':'v1','kind':'Node','metadata':{'name':'n1'},"
            + "'status':{'allocatable':{'pods':'500','nvidia.com/gpu':'1'}}}");
  }

  static ObjectNode json(String text) {
    return Manifest.parse(text.replace('\'', '"'));
  }

  ObjectNode create(String text) {
    ObjectNode manifest = json(text);
    Resource resource =
        Resources.ALL.stream()
            .filter(r -> r.kind().equals(manifest.path("kind").asString("")))
            .findFirst()
            .orElseThrow();
    return store.create(resource, "stario", manifest);
  }

  void deploy(String image, int replicas, String moreSpec) {
    create(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':{'replicas':"
            + replicas
            + ",'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},"
            + "'spec':{'containers':[{'name':'web','image':'"
            + image
            + "'}]}}"
            + moreSpec
            + "}}");
    advance(A_WHILE);
  }

  void advance(Duration step) {
    timeline.advance(step);
  }

  static Key web() {
    return new Key(Resources.DEPLOYMENT, "stario", "web");
  }

  ObjectNode deployment() {
    return store.get(web());
  }

  void edit(Consumer<ObjectNode> change) {
    store.update(
        web(),
        Part.MAIN,
        present -> {
          ObjectNode wanted = present.deepCopy();
          change.accept(wanted);
          return wanted;
        });
  }

  void image(String image) {
    edit(d ->
        ((ObjectNode) Manifest.at(d, "spec", "template", "spec", "containers").get(0))
            .put("image", image));
  }

  void spec(String field, int value) {
    edit(d -> Manifest.child(d, "spec").put(field, value));
  }

  /** What {@code kubectl rollout undo --to-revision} does. */
  void undoTo(long revision) {
    ObjectNode target =
        replicaSets().stream()
            .filter(rs -> RevisionNotes.revision(rs).orElse(-1L) == revision)
            .findFirst()
            .orElseThrow();
    ObjectNode template = (ObjectNode) Manifest.at(target, "spec", "template").deepCopy();
    Manifest.child(Manifest.metadata(template), "labels").remove(PodTemplates.HASH_LABEL);
    edit(d -> Manifest.child(d, "spec").set("template", template));
  }

  /** By revision, lowest first. */
  List<ObjectNode> replicaSets() {
    return store.list(Resources.REPLICA_SET, Scope.in("stario")).items().stream()
        .sorted(Comparator.comparingLong(rs -> RevisionNotes.revision(rs).orElse(0L)))
        .toList();
  }

  List<Long> revisions() {
    return replicaSets().stream().map(rs -> RevisionNotes.revision(rs).orElse(0L)).toList();
  }

  List<Integer> sizes() {
    return replicaSets().stream().map(Rollout::wanted).toList();
  }

  List<ObjectNode> pods() {
    return store.list(Resources.POD, Scope.in("stario")).items();
  }

  List<String> waitingReasons() {
    return pods().stream()
        .map(pod -> Manifest.at(pod, "status", "containerStatuses"))
        .filter(ArrayNode.class::isInstance)
        .map(statuses -> Manifest.text(statuses.get(0), "state", "waiting", "reason"))
        .filter(reason -> !reason.isEmpty())
        .toList();
  }

  List<String> reasons(String eventType) {
    return store.list(Resources.EVENT, Scope.in("stario")).items().stream()
        .filter(e -> Manifest.text(e, "type").equals(eventType))
        .map(e -> Manifest.text(e, "reason"))
        .distinct()
        .toList();
  }

  String condition(String type) {
    Optional<JsonNode> found =
        new Conditions(deployment().path("status"), timeline.now()).find(type);
    return found
        .map(c -> Manifest.text(c, "status") + " " + Manifest.text(c, "reason"))
        .orElse("none");
  }

  int status(String field) {
    return Manifest.number(deployment(), "status", field);
  }
}
