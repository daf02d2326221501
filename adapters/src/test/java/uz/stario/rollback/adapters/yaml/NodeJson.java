package uz.stario.rollback.adapters.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.playbook.Node;

/** A parsed playbook as an editor's schema check sees it, by the library's own idea of types. */
final class NodeJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ScalarResolver TYPES = new CoreSchema().getScalarResolver();

  private NodeJson() {}

  static JsonNode of(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar);
      case Node.Sequence sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case Node.Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), of(entry.value())));
        yield object;
      }
    };
  }

  private static JsonNode scalar(Node.Scalar scalar) {
    String text = scalar.text();
    Tag tag = scalar.quoted() ? Tag.STR : TYPES.resolve(text, true);
    if (tag.equals(Tag.INT)) {
      return JSON.numberNode(new BigInteger(text));
    } else if (tag.equals(Tag.FLOAT)) {
      return JSON.numberNode(new BigDecimal(text));
    } else if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.stringNode(text);
  }
}
