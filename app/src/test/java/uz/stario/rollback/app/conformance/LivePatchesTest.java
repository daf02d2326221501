package uz.stario.rollback.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Generated strategic merge patches on the cluster that {@code KUBECONFIG} names and on the
 * sandbox; {@code -Dseed=N} draws others, {@code -Dupdate.golden=true} records the answers.
 */
@Tag("live")
class LivePatchesTest {
  private static final int CASES = 400;

  @Test
  void the_sandbox_patches_as_the_real_server_does(@TempDir Path home) throws IOException {
    long seed = Long.getLong("seed", 1);
    List<PatchRecording.Entry> entries = new ArrayList<>();
    List<String> different = new ArrayList<>();
    try (Place real = Place.live(Files.createDirectory(home.resolve("real")));
        Place sandbox = Place.sandbox(Files.createDirectory(home.resolve("sandbox")));
        Wire there = new Wire(real);
        Wire here = new Wire(sandbox)) {
      Patching theirs = patching(real, there);
      Patching ours = patching(sandbox, here);
      List<PatchCases.Case> cases = new PatchCases(seed).draw(CASES);
      for (int i = 0; i < cases.size(); i++) {
        PatchCases.Case drawn = cases.get(i);
        JsonNode expected = theirs.of(drawn.original(), drawn.patch(), i);
        JsonNode actual = ours.of(drawn.original(), drawn.patch(), i);
        entries.add(new PatchRecording.Entry(drawn.original(), drawn.patch(), expected));
        if (!expected.equals(actual)) {
          different.add(
              "case %d of seed %d\n original %s\n patch    %s\n real     %s\n sandbox  %s"
                  .formatted(i, seed, drawn.original(), drawn.patch(), expected, actual));
        }
      }
      if (Boolean.getBoolean("update.golden")) {
        new PatchRecording(real.title(), seed, entries).write();
      }
    }
    assertThat(different).as("%d of %d", different.size(), entries.size()).isEmpty();
  }

  static Patching patching(Place place, Wire wire) {
    String namespace = place.namespace("patches");
    place.kubectl.run("create -f -", place.namespaceManifest(namespace), java.util.Map.of());
    return new Patching(wire, namespace);
  }
}
