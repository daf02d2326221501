package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes nodes of maps, lists and values; a text is quoted, anything else is plain. */
final class Tree {

  private Tree() {}

  static Node of(Object value) {
    Position at = new Position(1, 1);
    return switch (value) {
      case Map<?, ?> map -> {
        List<Node.Entry> entries = new ArrayList<>();
        map.forEach((key, item) -> entries.add(new Node.Entry(key.toString(), at, of(item))));
        yield new Node.Mapping(entries, at);
      }
      case List<?> list -> new Node.Sequence(list.stream().map(Tree::of).toList(), at);
      case String text -> new Node.Scalar(text, true, at);
      case Object plain -> new Node.Scalar(plain.toString(), false, at);
    };
  }
}
