package uz.stario.rollback.sandbox.patch;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Refused;

/** A JSON pointer, RFC 6901, that reads, adds and removes below an object. */
record Pointer(List<String> tokens) {

  Pointer {
    tokens = List.copyOf(tokens);
  }

  static Pointer parse(String text) {
    if (!text.startsWith("/")) {
      // The whole document can be replaced by RFC 6902, and never usefully so in Kubernetes.
      throw Refused.unfitPatch();
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(tokens);
  }

  JsonNode read(JsonNode root) {
    JsonNode parent = parent(root);
    return switch (parent) {
      case ArrayNode array -> {
        int index = index(array.size());
        yield index < array.size() ? array.get(index) : MissingNode.getInstance();
      }
      default -> parent.path(last());
    };
  }

  void add(ObjectNode root, JsonNode value) {
    switch (parent(root)) {
      case ObjectNode object -> object.set(last(), value);
      case ArrayNode array -> {
        int index = last().equals("-") ? array.size() : index(array.size() + 1);
        if (index > array.size()) {
          throw Refused.unfitPatch();
        }
        array.insert(index, value);
      }
      default -> throw Refused.unfitPatch();
    }
  }

  void remove(ObjectNode root) {
    if (read(root).isMissingNode()) {
      throw Refused.unfitPatch();
    }
    switch (parent(root)) {
      case ObjectNode object -> object.remove(last());
      case ArrayNode array -> array.remove(index(array.size()));
      default -> throw Refused.unfitPatch();
    }
  }

  private JsonNode parent(JsonNode root) {
    JsonNode node = root;
    for (String token : tokens.subList(0, tokens.size() - 1)) {
      node =
          node instanceof ArrayNode array
              ? array.path(new Pointer(List.of(token)).index(array.size()))
              : node.path(token);
    }
    return node;
  }

  private String last() {
    return tokens.getLast();
  }

  private int index(int size) {
    try {
      int index = Integer.parseInt(last());
      // The server's library counts negative indices from the end.
      int counted = index < 0 ? size + index : index;
      if (counted < 0) {
        throw Refused.unfitPatch();
      }
      return counted;
    } catch (NumberFormatException notANumber) {
      throw Refused.unfitPatch();
    }
  }
}
