package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.Observation;

/**
 * All rollouts that are waited for, on one watch of Deployments and one of Pods.
 *
 * <p>The watches start with the first subscription and go on until {@link #close}.
 */
final class Rollouts implements Rollout.Sight, AutoCloseable {

  private final Api api;
  private final Paths paths;
  private final Reader reader;
  private final SharedWatch.Backoff backoff;
  private final Map<String, JsonNode> deployments = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final PodIndex pods = new PodIndex();
  private final Map<String, List<Rollout>> subscriptions = new ConcurrentHashMap<>();
  private volatile Optional<Observation> blind = Optional.empty();
  private volatile boolean podsInSight;
  private @Nullable SharedWatch deploymentWatch;
  private @Nullable SharedWatch podWatch;
  private boolean closed;

  Rollouts(Api api, Paths paths, Reader reader, SharedWatch.Backoff backoff) {
    this.api = api;
    this.paths = paths;
    this.reader = reader;
    this.backoff = backoff;
  }

  Subscription follow(WorkloadRef ref, Mark mark, Consumer<Observation> told) {
    Rollout rollout = new Rollout(ref, mark, told, this);
    subscriptions.computeIfAbsent(ref.name(), name -> new CopyOnWriteArrayList<>()).add(rollout);
    Thread.ofVirtual().name("await-" + ref.name()).start(() -> begin(rollout));
    return rollout;
  }

  /** What was read here before is known at once; what was not, as after a restart, is read. */
  private void begin(Rollout rollout) {
    WorkloadRef ref = rollout.ref();
    if (reader.kept(ref).isEmpty()) {
      switch (reader.read(Set.of(ref))) {
        case Answer.Given<?> given -> {
          if (reader.kept(ref).isEmpty()) {
            gone.add(ref.name());
          }
        }
        case Answer.Refused<?>(var problem) ->
            blind = Optional.of(new Observation.Progress(problem.what() + " " + problem.why()));
      }
    }
    reader.kept(ref).ifPresent(kept -> newer(kept.deployment()));
    rollout.look();
    watch();
  }

  private synchronized void watch() {
    if (deploymentWatch != null || closed) {
      return;
    }
    deploymentWatch =
        SharedWatch.start(
            api,
            Paths.DEPLOYMENTS,
            paths.all(Paths.DEPLOYMENTS),
            reader.deploymentsVersion(),
            new DeploymentFollower(),
            backoff);
    podWatch =
        SharedWatch.start(api, Paths.PODS, paths.all(Paths.PODS), "", new PodFollower(), backoff);
  }

  private final class DeploymentFollower implements SharedWatch.Follower {
    @Override
    public void listed(List<JsonNode> objects) {
      Set<String> absent = new HashSet<>(subscriptions.keySet());
      for (JsonNode object : objects) {
        absent.remove(Json.name(object));
        newer(object);
      }
      for (String name : absent) {
        deployments.remove(name);
        gone.add(name);
      }
      subscriptions.keySet().forEach(Rollouts.this::look);
    }

    @Override
    public void changed(JsonNode object) {
      newer(object);
      look(Json.name(object));
    }

    @Override
    public void deleted(JsonNode object) {
      String name = Json.name(object);
      JsonNode known = deployments.get(name);
      if (known == null || Json.uid(known).equals(Json.uid(object))) {
        deployments.remove(name);
        gone.add(name);
        look(name);
      }
    }

    @Override
    public void interrupted(Reply why) {
      String brief = Problems.brief(why, "watch", Paths.DEPLOYMENTS);
      boolean refused =
          why instanceof Reply.Failed failed && (failed.status() == 401 || failed.status() == 403);
      blind =
          Optional.of(
              refused
                  ? new Observation.Trouble("the rollout can't be seen: " + brief)
                  : new Observation.Progress("the rollout can't be seen for now: " + brief));
      subscriptions.keySet().forEach(Rollouts.this::look);
    }

    @Override
    public void resumed() {
      blind = Optional.empty();
      subscriptions.keySet().forEach(Rollouts.this::look);
    }
  }

  private final class PodFollower implements SharedWatch.Follower {
    @Override
    public void listed(List<JsonNode> objects) {
      pods.replace(objects.stream().map(PodView::of).toList());
      podsInSight = true;
      subscriptions.keySet().forEach(Rollouts.this::look);
    }

    @Override
    public void changed(JsonNode object) {
      PodView pod = PodView.of(object);
      if (pods.put(pod)) {
        look(pod.deployment());
      }
    }

    @Override
    public void deleted(JsonNode object) {
      PodView pod = PodView.of(object);
      if (pods.remove(pod)) {
        look(pod.deployment());
      }
    }

    /** Whoever may not read pods is told of the rollout without their reasons. */
    @Override
    public void interrupted(Reply why) {
      podsInSight = false; // the Deployment itself still says when it is done
    }

    @Override
    public void resumed() {
      podsInSight = true; // a list or the events to come bring the index up to date
    }
  }

  /** Keeps a state, unless a later one is known: a watch replays what came before a patch. */
  private void newer(JsonNode deployment) {
    deployments.merge(
        Json.name(deployment),
        deployment,
        (known, offered) -> isOlder(offered, known) ? known : offered);
    gone.remove(Json.name(deployment));
  }

  /**
   * By resourceVersion, which counts up over a whole kind; where a server has others than numbers,
   * by generation, which counts up over one object.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions">Resource
   *     versions</a>
   */
  private static boolean isOlder(JsonNode offered, JsonNode known) {
    String offeredVersion = Reader.version(offered);
    String knownVersion = Reader.version(known);
    if (offeredVersion.matches("\\d{1,18}") && knownVersion.matches("\\d{1,18}")) {
      return Long.parseLong(offeredVersion) < Long.parseLong(knownVersion);
    }
    return Json.uid(known).equals(Json.uid(offered)) && generation(offered) < generation(known);
  }

  private static long generation(JsonNode deployment) {
    return Json.number(deployment, 0, "metadata", "generation");
  }

  private void look(String name) {
    subscriptions.getOrDefault(name, List.of()).forEach(Rollout::look);
  }

  @Override
  public Optional<JsonNode> deployment(String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  @Override
  public boolean isGone(String name) {
    return gone.contains(name);
  }

  @Override
  public Collection<PodView> pods(String deployment) {
    return pods.of(deployment);
  }

  /**
   * The ready pods of a Deployment's revision as the watches have them, where they have them all;
   * empty where nothing is watched, or one is missing or not ready and is worth a look of its own.
   *
   * @param holder the UID of the revision's ReplicaSet
   */
  Optional<List<PodView>> allReady(JsonNode deployment, String holder) {
    if (!podsInSight || blind.isPresent()) {
      return Optional.empty();
    }
    List<PodView> own =
        pods.of(Json.name(deployment)).stream()
            .filter(pod -> pod.replicaSet().equals(holder) && !pod.leaving())
            .toList();
    boolean all =
        own.size() == Json.number(deployment, 1, "spec", "replicas")
            && own.stream().allMatch(pod -> pod.state().ready());
    return all ? Optional.of(own) : Optional.empty();
  }

  @Override
  public Optional<Kept> kept(WorkloadRef ref) {
    return reader.kept(ref);
  }

  @Override
  public Optional<Observation> blind() {
    return blind;
  }

  @Override
  public void ended(Rollout rollout) {
    subscriptions.computeIfPresent(
        rollout.ref().name(),
        (name, all) -> {
          all.remove(rollout);
          return all.isEmpty() ? null : all;
        });
  }

  @Override
  public void close() {
    List<SharedWatch> watches = new ArrayList<>();
    synchronized (this) {
      closed = true;
      if (deploymentWatch != null) {
        watches.add(deploymentWatch);
      }
      if (podWatch != null) {
        watches.add(podWatch);
      }
      watches.forEach(SharedWatch::close);
      subscriptions.values().forEach(all -> all.forEach(Rollout::close));
    }
    // What they tell last may need this object.
    watches.forEach(SharedWatch::awaitEnd);
  }
}
