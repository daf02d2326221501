package uz.stario.rollback.adapters.kubernetes;

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
    reader.kept(ref).ifPresent(kept -> read(kept.deployment()));
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
      pods.blind();
    }

    @Override
    public void resumed() {
      // A list or the events to come bring the index up to date.
    }
  }

  /** Keeps a state, unless a later one is known: a watch replays what came before a patch. */
  private void newer(JsonNode deployment) {
    deployments.merge(
        Json.name(deployment),
        deployment,
        (known, offered) ->
            Json.uid(known).equals(Json.uid(offered)) && generation(offered) < generation(known)
                ? known
                : offered);
    gone.remove(Json.name(deployment));
  }

  /** A state read by other means: of the same generation, what the watch has seen is newer. */
  private void read(JsonNode deployment) {
    deployments.merge(
        Json.name(deployment),
        deployment,
        (known, offered) ->
            Json.uid(known).equals(Json.uid(offered)) && generation(offered) <= generation(known)
                ? known
                : offered);
    gone.remove(Json.name(deployment));
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

  /** Whether the index has every pod there is. */
  boolean seesPods() {
    return pods.isComplete();
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
  public synchronized void close() {
    closed = true;
    if (deploymentWatch != null) {
      deploymentWatch.close();
    }
    if (podWatch != null) {
      podWatch.close();
    }
    subscriptions.values().forEach(all -> all.forEach(Rollout::close));
  }
}
