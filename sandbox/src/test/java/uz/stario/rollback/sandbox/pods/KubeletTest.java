package uz.stario.rollback.sandbox.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.SteppedTimeline;

class KubeletTest {
  private static final Key POD = new Key(Resources.POD, "stario", "one");

  private final SteppedTimeline timeline =
      new SteppedTimeline(Instant.parse("2026-01-20T10:00:00Z"));
  private final ObjectStore store = new ObjectStore(timeline, 1_000, 7);

  /** Crashes after a second, and while it starts looks at what the run before it wrote. */
  private static final class Curious implements Program {
    private final List<List<String>> found = new ArrayList<>();
    private @Nullable Kubelet kubelet;

    @Override
    public Course course() {
      return new Course.Crashes(Duration.ofSeconds(1), 1, false);
    }

    @Override
    public Running start(Launch launch) {
      if (kubelet != null) {
        found.add(
            kubelet.log(POD, "", true).stream()
                .flatMap(log -> log.from(0).stream())
                .map(ContainerLog.Line::text)
                .toList());
      }
      launch.log().add("run " + found.size());
      return NOTHING;
    }
  }

  @Test
  void while_a_container_is_started_again_its_former_run_is_the_one_that_ended() {
    Curious curious = new Curious();
    create("Namespace", "stario", "");
    create("Node", "n1", ",'status':{'allocatable':{'pods':'5'}}");
    curious.kubelet =
        Kubelet.start(
            store,
            timeline,
            new Recorder(store, timeline),
            _ -> Optional.of(curious),
            new Pace(Duration.ofSeconds(1), 1));

    create("Pod", "one", ",'spec':{'containers':[{'name':'app','image':'curious'}]}");
    timeline.advance(Duration.ofMinutes(2));

    assertThat(curious.found)
        .startsWith(List.of(), List.of("run 1"), List.of("run 2"), List.of("run 3"));
  }

  private void create(String kind, String name, String rest) {
    store.create(
        Resources.ALL.stream().filter(r -> r.kind().equals(kind)).findFirst().orElseThrow(),
        "stario",
        Manifest.parse(
            "{'apiVersion':'v1','kind':'%s','metadata':{'name':'%s'}%s}"
                .formatted(kind, name, rest)
                .replace('\'', '"')));
  }
}
