package uz.stario.rollback.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a real server answered: a line that says which and from which seed, then a line a case. */
record PatchRecording(String server, long seed, List<Entry> entries) {
  private static final Path FILE = Path.of("src/test/resources/conformance/patches.jsonl");

  PatchRecording {
    entries = List.copyOf(entries);
  }

  record Entry(ObjectNode original, ObjectNode patch, JsonNode answer) {}

  static PatchRecording read() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    JsonNode head = Wire.JSON.readTree(lines.getFirst());
    List<Entry> entries = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      JsonNode entry = Wire.JSON.readTree(line);
      entries.add(
          new Entry(
              (ObjectNode) entry.path("original"),
              (ObjectNode) entry.path("patch"),
              entry.path("answer")));
    }
    return new PatchRecording(
        head.path("server").asString(""), head.path("seed").asLong(0), entries);
  }

  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(Wire.JSON.createObjectNode().put("server", server).put("seed", seed)).append('\n');
    for (Entry entry : entries) {
      ObjectNode line = Wire.JSON.createObjectNode();
      line.set("original", entry.original());
      line.set("patch", entry.patch());
      line.set("answer", entry.answer());
      text.append(line).append('\n');
    }
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text.toString());
  }
}
