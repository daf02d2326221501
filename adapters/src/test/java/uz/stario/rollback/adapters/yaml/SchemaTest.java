package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.playbook.Mistake;
import uz.stario.rollback.playbook.Node;
import uz.stario.rollback.playbook.Shape;

/** Holds the schema that editors use and the loader to one another. */
class SchemaTest {

  /** What a schema cannot say, by the loader's words. */
  private static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "is no service of this playbook",
          "is no database of any environment",
          "no environment says where its Redis is",
          "is no check of the platform as a whole",
          "has no value",
          "is no requirement",
          "cannot depend on itself",
          "in a circle",
          "already belongs to service",
          "uses ${url}, but there is no url",
          "stands twice",
          "cannot be met",
          "is no step of its own",
          "is no placeholder",
          "is no regular expression",
          "nothing gives",
          "may hold only ${url}",
          "must be at most");

  private static final String SOURCE =
      Reading.text(Repository.file("playbooks/stario.schema.json"));

  private final List<String> undescribed = new ArrayList<>();
  private final Set<String> met = new HashSet<>();
  private final JsonNode schema = JsonMapper.shared().readTree(SOURCE);
  private final Schema validator =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SOURCE, InputFormat.JSON);

  @Test
  void the_schema_and_the_loader_know_the_same_keys() {
    List<String> paths = new ArrayList<>();
    paths(schema, "", paths);
    assertThat(paths).containsExactlyInAnyOrderElementsOf(Shape.paths());
  }

  @Test
  void every_key_of_the_schema_is_described() {
    List<String> paths = new ArrayList<>();
    paths(schema, "", paths);
    assertThat(paths).isNotEmpty();
    assertThat(undescribed).isEmpty();
  }

  @Test
  void the_shipped_playbook_pleases_both_and_names_its_schema_in_the_first_line() {
    String text = Reading.text(Repository.file("playbooks/stario.yaml"));
    assertThat(text).startsWith("# yaml-language-server: $schema=stario.schema.json\n");
    assertThat(Reading.mistakes(text)).isEmpty();
    assertThat(validator.validate(NodeJson.of(tree(text)))).isEmpty();
  }

  @Test
  void both_agree_on_every_single_change_of_a_sound_file() {
    List<Node> files = new ArrayList<>(Mutations.of(tree(Reading.WHOLE)));
    files.addAll(Mutations.of(tree(Reading.WITH_A_BOT)));
    files.addAll(Mutations.of(tree(Reading.WITH_CHECKS)));
    files.addAll(Mutations.of(tree(Reading.WITH_OPTIONAL_STEPS)));
    int sound = 0;
    for (Node file : files) {
      sound += agree(file) ? 1 : 0;
    }
    // Else the changes would be too tame, or too wild, to tell anything.
    assertThat(sound).isBetween(100, files.size() / 2);
  }

  @Test
  void both_agree_on_seeded_pairs_of_changes() {
    Random random = new Random(20260101);
    List<Node> once = Mutations.of(tree(Reading.WHOLE));
    for (int i = 0; i < 20; i++) {
      List<Node> twice = Mutations.of(once.get(random.nextInt(once.size())));
      for (int j = 0; j < 100; j++) {
        agree(twice.get(random.nextInt(twice.size())));
      }
    }
  }

  /** Whether both find the file sound; fails where they differ. */
  private boolean agree(Node file) {
    JsonNode json = NodeJson.of(file);
    List<Mistake> mistakes = Reading.mistakes(new Parsed.Tree(file));
    boolean pleasesSchema = validator.validate(json).isEmpty();
    if (pleasesSchema) {
      assertThat(mistakes)
          .as("%s", json)
          .allMatch(m -> BEYOND_A_SCHEMA.stream().anyMatch(m.message()::contains));
    } else {
      assertThat(mistakes).as("%s", json).isNotEmpty();
    }
    return mistakes.isEmpty();
  }

  /** Keys that stand in several places are told at the first of them. */
  private void paths(JsonNode part, String path, List<String> paths) {
    String reference = part.path("$ref").asString("");
    if (List.of("check", "request", "scrape").stream().anyMatch(n -> reference.endsWith("/" + n))
        && !met.add(reference)) {
      return;
    }
    JsonNode own = resolved(part);
    for (var property : own.path("properties").properties()) {
      String key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      paths.add(key);
      if (property.getValue().path("description").asString("").isBlank()) {
        undescribed.add(key);
      }
      paths(property.getValue(), key, paths);
    }
    if (own.path("additionalProperties").isObject()) {
      paths(own.path("additionalProperties"), path + ".NAME", paths);
    }
    if (own.has("items")) {
      paths(own.path("items"), path + "[]", paths);
    }
  }

  private JsonNode resolved(JsonNode part) {
    String reference = part.path("$ref").asString("");
    return reference.isEmpty() ? part : schema.at(reference.substring(1));
  }

  private static Node tree(String yaml) {
    return switch (YamlParser.parse(yaml)) {
      case Parsed.Tree(Node root) -> root;
      case Parsed.Broken(List<Mistake> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }
}
