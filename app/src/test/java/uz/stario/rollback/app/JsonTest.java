package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code --json} prints one object, and docs/json.md knows each of its fields. */
class JsonTest {

  private static final String GATEWAY = "api-gateway";

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    platform.flag(GATEWAY, "EMERGENCY_MODE", "true");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void every_command_prints_one_object_whose_fields_are_documented() throws Exception {
    Machine machine = platform.equipped();
    List<JsonNode> objects =
        List.of(
            machine.stario("plan", GATEWAY, "--json").json(),
            machine.stario("rollback", GATEWAY, "--dry-run", "--json").json(),
            machine.stario("history", GATEWAY, "--json").json(),
            machine.stario("history", GATEWAY, "--diff", "1", "2", "--json").json(),
            machine.stario("rollback", GATEWAY, "--yes", "--json").json(),
            machine.stario("rollback", GATEWAY, "--yes", "--json").json(),
            machine.stario("verify", GATEWAY, "--json").json(),
            machine.stario("release", "record", "v1", "--service", GATEWAY, "--json").json(),
            machine.stario("release", "list", "--json").json(),
            machine.stario("runs", "--json").json(),
            machine.stario("runs", "verify", "--json").json());
    String documented =
        Files.readString(Path.of("..", "docs", "json.md"))
            + Files.readString(Path.of("..", "docs", "reference", "json.md"));

    assertThat(objects)
        .allSatisfy(object -> {
          assertThat(object.path("schemaVersion").asInt(0)).isEqualTo(1);
          Set<String> fields = new TreeSet<>();
          collect(object, fields);
          assertThat(fields)
              .allSatisfy(field -> assertThat(documented).containsPattern("[`\"]" + field + "\\b"));
        });
  }

  @Test
  void a_run_says_its_result_and_the_exit_code() throws Exception {
    Machine machine = platform.equipped();

    Outcome rollback = machine.stario("rollback", GATEWAY, "--yes", "--json");

    JsonNode run = rollback.json();
    assertThat(run.path("result").asString("")).isEqualTo("complete");
    assertThat(run.path("exitCode").asInt(-1)).isEqualTo(rollback.code()).isZero();
    assertThat(run.path("changed").get(0).asString(""))
        .isEqualTo("deployment/api-gateway: v1.2.4 → v1.2.3");
    assertThat(rollback.err()).contains("ROLLBACK IN PROGRESS", "ROLLBACK COMPLETE");
    String name = run.path("run").asString("");
    assertThat(machine.stario("show", name, "--json").json()).isEqualTo(run);
    assertThat(machine.stario("runs", "--json").json().path("runs").get(0).path("run").asString(""))
        .isEqualTo(name);
  }

  @Test
  void a_refusal_leaves_standard_output_empty() throws Exception {
    Outcome refused = platform.equipped().stario("plan", "nobody", "--json");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
  }

  private static void collect(JsonNode node, Set<String> fields) {
    for (var property : node.properties()) {
      fields.add(property.getKey());
    }
    for (JsonNode child : node) {
      collect(child, fields);
    }
  }
}
