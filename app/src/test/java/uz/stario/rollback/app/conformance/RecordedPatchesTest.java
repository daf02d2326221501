package uz.stario.rollback.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real server answered to generated patches, {@link LivePatchesTest} recorded. */
class RecordedPatchesTest {

  @Test
  void the_sandbox_answers_as_the_real_server_did(@TempDir Path home) throws IOException {
    assumeTrue(Programs.kubectlIsHere(), "kubectl is not here");
    PatchRecording recording = PatchRecording.read();
    List<String> different = new ArrayList<>();
    try (Place sandbox = Place.sandbox(home);
        Wire wire = new Wire(sandbox)) {
      Patching patching = LivePatchesTest.patching(sandbox, wire);
      for (int i = 0; i < recording.entries().size(); i++) {
        PatchRecording.Entry entry = recording.entries().get(i);
        JsonNode actual = patching.of(entry.original(), entry.patch(), i);
        if (!actual.equals(entry.answer())) {
          different.add(
              "case %d of seed %d\n original %s\n patch    %s\n %s %s\n sandbox  %s"
                  .formatted(
                      i,
                      recording.seed(),
                      entry.original(),
                      entry.patch(),
                      recording.server(),
                      entry.answer(),
                      actual));
        }
      }
    }
    assertThat(recording.entries()).hasSizeGreaterThan(200);
    assertThat(different).as("%d differ", different.size()).isEmpty();
  }
}
